import type { Vantage } from '../../cluster/cluster.ts';
import { firstAddress } from '../../core/address.ts';
import type { Evidence, Finding } from '../../core/result.ts';
import { choice, either, object, optional, string } from '../../core/shape.ts';
import { excerpt } from '../../core/visible.ts';
import { connectionReason } from '../../diagnosis/connection-reason.ts';
import type { HttpReply } from '../../probe/http/reply.ts';
import { parseUrl } from '../../probe/http/request.ts';
import { requestAnew } from '../../probe/http/together.ts';
import { readBackends, sameBackends } from '../../probe/identity/backends.ts';
import { readSources, type Sources } from '../../probe/identity/sources.ts';
import { reproduceRequest } from '../../probe/reproduce.ts';
import { firstAnswers } from '../../probe/statistics/sample-text.ts';
import { requestsToSeeAll } from '../../probe/statistics/statistics.ts';
import { findService, resolveTarget } from '../../probe/target.ts';
import { failed, passed, type Seen } from '../finding.ts';
import { defineStep, type StepContext } from '../step.ts';
import { curlFailed, endpointsMoved, tooFewRequests } from './support/request-findings.ts';
import { budgetOfLook } from './support/sampling.ts';
import { needsTarget, type ServedSpec, servedFields, targetText } from './support/target-shape.ts';

export interface SourceIpIsSpec extends ServedSpec {
  is: string;
}

const defaultPath = '/clientip';
const firstBatch = 3;

const expectation = (spec: SourceIpIsSpec): string => {
  const who = { client: 'the client', node: 'a node' }[spec.is] ?? spec.is;
  return `the server behind ${targetText(spec)} sees ${who} as the source of connections from ${spec.from}`;
};

/** Checks the source address of connections, as the server sees it. */
export const sourceIpIs = defineStep<SourceIpIsSpec>({
  key: 'source-ip-is',
  group: 'connect',
  summary: 'The server sees the address of the client, of a node, or a given address as the source of connections.',
  description: `
Sends requests to a server that answers with the address of its client, like \`/clientip\` of agnhost, and reads the first address in the
body. \`client\`: the address of the vantage pod or node. \`node\`: an address of any node, which a server sees where kube-proxy
masquerades: for [node ports with externalTrafficPolicy Cluster](https://kubernetes.io/docs/tutorials/services/source-ip/), and for a pod
that reaches itself through its own Service. A server on the same node then sees the first address of the node's pod CIDR, which also
counts as \`node\`. The address may depend on the pod that answers, so the step makes enough requests to reach every ready pod (the
probability of missing one is 10⁻⁹), and each answer must be as expected.
`.trim(),
  shape: object(
    {
      ...servedFields,
      path: optional(string('The path of the URL. Default: /clientip.')),
      is: either(
        choice(['client', 'node'], 'The vantage point, or a node.'),
        string('An address.', { pattern: '^[0-9A-Fa-f:.]+$' }),
        'The source address that the server sees: client, node, or an address.',
      ),
    },
    'A server, and the source address that it sees.',
    needsTarget,
  ),
  example: '{ service: web, from: pod/app=client, is: client }',
  within: 30_000,
  describe: expectation,
  run: async (spec, context) => {
    const vantage = await context.vantage(spec.from);
    const { url, behind } = await locate(context, spec);
    const backends = behind ? (await readBackends(context, behind)).ready : [];
    const epsilon = budgetOfLook(context);
    const times = requestsToSeeAll(Math.max(1, backends.length), epsilon);
    const replies = await ask(context, vantage, url, times);
    const known = await readSources(context, vantage, replies);
    const hairpin = vantage.place === 'pod' && backends.some(({ pod }) => pod === vantage.pod);
    const seen = seenOf(spec, { vantage, url, replies, times, known, epsilon });
    const silent = replies.find(({ outcome }) => outcome !== 'answered');
    const reason = silent && (await connectionReason(context, silent, { url, behind }));
    if (reason) return failed(reason.code, reason.message, seen, reason.hint);
    if (silent) return curlFailed(silent.error, seen);
    if (replies.length < times) return tooFewRequests(replies.length, times, seen);
    if (behind && !sameBackends(backends, (await readBackends(context, behind)).ready))
      return endpointsMoved(behind.service, seen);
    return judge(spec, { replies, known, hairpin }, seen);
  },
});

/** Makes a few requests first: one without an answer takes two seconds. */
const ask = async (context: StepContext, vantage: Vantage, url: string, times: number): Promise<HttpReply[]> => {
  const first = await requestAnew(context, vantage, { url, times: Math.min(times, firstBatch) });
  if (first.some(({ outcome }) => outcome !== 'answered')) return first;
  return [...first, ...(await requestAnew(context, vantage, { url, times: times - firstBatch }))];
};

interface Located {
  url: string;
  /** The Service whose pods answer. Undefined if no Service is behind the URL. */
  behind?: { service: string; namespace: string };
}

const locate = async (context: StepContext, spec: SourceIpIsSpec): Promise<Located> => {
  if (spec.url === undefined) {
    const target = await resolveTarget(context, { ...spec, path: spec.path ?? defaultPath });
    return { url: target.url, behind: target };
  }
  const url = new URL(spec.path ?? (parseUrl(spec.url).pathname === '/' ? defaultPath : ''), spec.url).href;
  const found =
    spec.service === undefined ? (await findService(context, url))?.metadata : { name: spec.service, namespace: '' };
  return { url, ...(found && { behind: { service: found.name, namespace: found.namespace || context.namespace } }) };
};

interface Look {
  vantage: Vantage;
  url: string;
  replies: readonly HttpReply[];
  times: number;
  known: Sources;
  epsilon: number;
}

const seenOf = (spec: SourceIpIsSpec, { vantage, url, replies, times, known, epsilon }: Look): Seen => {
  const counts = countSources(replies);
  const rows = [...counts].map(([address, count]) => `${address} (${known.nameOf(address)}): ${count}`);
  return {
    expected: expectation(spec),
    actual: rows.length > 0 ? `the server saw ${rows.join(', ')}` : 'no answer contains an address',
    reproduce: reproduceRequest(vantage, { url, times }),
    evidence: evidenceOf(replies, rows, epsilon),
    observation: {
      url,
      requests: replies.length,
      epsilon,
      sources: Object.fromEntries(counts),
      client: known.client,
    },
  };
};

const countSources = (replies: readonly HttpReply[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const address of replies.flatMap(({ body }) => firstAddress(body) ?? []))
    counts.set(address, (counts.get(address) ?? 0) + 1);
  return counts;
};

const evidenceOf = (replies: readonly HttpReply[], rows: readonly string[], epsilon: number): Evidence[] => {
  const total = `${replies.length} requests, each over a new connection; chance that a ready pod was missed at most ${epsilon}`;
  return [{ title: 'sources', text: [...rows, total].join('\n') }, firstAnswers(replies)];
};

const judge = (
  spec: SourceIpIsSpec,
  { replies, known, hairpin }: Pick<Look, 'replies' | 'known'> & { hairpin: boolean },
  seen: Seen,
): Finding => {
  const refusal = replies.find(({ status }) => status === undefined || status < 200 || status > 299);
  if (refusal)
    return failed(
      'status-mismatch',
      `The server answered ${refusal.status === undefined ? 'without a status' : `with status ${refusal.status}`}, so the source address is not known.`,
      seen,
    );
  const mute = replies.find(({ body }) => firstAddress(body) === undefined);
  if (mute)
    return failed(
      'body-mismatch',
      `The answer contains no address: "${excerpt(mute.body.trim(), 80)}".`,
      seen,
      'The server must answer with the address of its client, like agnhost netexec at /clientip.',
    );
  const wanted = known.accepted(spec.is);
  const wrong = [...countSources(replies)].filter(([address]) => !wanted.includes(address));
  const [first] = wrong;
  if (!first) return passed(seen);
  const count = wrong.reduce((sum, [, each]) => sum + each, 0);
  return failed(
    'source-mismatch',
    `In ${count} of ${replies.length} answers the source was ${first[0]} (${known.nameOf(first[0])}), not ${wantedText(spec, wanted)}.`,
    seen,
    hintFor(spec, known.isNode(first[0]), hairpin),
  );
};

const wantedText = ({ is }: SourceIpIsSpec, wanted: readonly string[]): string => {
  if (is === 'node') return 'an address of a node';
  return is === 'client' ? `the client's ${wanted.join(' or ')}` : is;
};

const hintFor = ({ is }: SourceIpIsSpec, sawNode: boolean, hairpin: boolean): string | undefined => {
  if (is === 'node' && !sawNode)
    return 'kube-proxy replaces the client address by a node address only for node ports and load balancers with externalTrafficPolicy: Cluster, and for a pod that reaches itself.';
  if (is !== 'client' || !sawNode) return undefined;
  return hairpin
    ? 'The vantage pod is behind the Service: when it reaches itself, the source is an address of its node.'
    : 'For node ports and load balancers, externalTrafficPolicy: Local keeps the address of the client.';
};
