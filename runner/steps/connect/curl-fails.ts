import type { Finding } from '../../core/result.ts';
import { choice, object, optional, string, withDefault } from '../../core/shape.ts';
import { excerpt } from '../../core/visible.ts';
import { controlUrl } from '../../probe/control.ts';
import { requestAll } from '../../probe/http/http.ts';
import { type HttpOutcome, httpOutcomes } from '../../probe/http/outcome.ts';
import type { HttpReply } from '../../probe/http/reply.ts';
import { reproduceRequest } from '../../probe/reproduce.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { fromShape } from '../from-shape.ts';
import { defineStep } from '../step.ts';
import { curlFailed, tooFewRequests } from './support/request-findings.ts';

const ways = ['any', 'refused', 'dropped', 'unreachable', 'unresolvable', 'tls', 'reset', 'no-answer'] as const;
type Way = (typeof ways)[number];

export interface CurlFailsSpec {
  url: string;
  from: string;
  with: Way;
  control?: string;
}

const accepted: Record<Way, readonly HttpOutcome[]> = {
  any: ['refused', 'dropped', 'unresolvable'],
  refused: ['refused'],
  dropped: ['dropped'],
  unreachable: ['refused', 'dropped'],
  unresolvable: ['unresolvable'],
  tls: ['tls'],
  reset: ['reset', 'empty'],
  'no-answer': ['hung'],
};

/** A single failure may be chance. The e2e tests of Kubernetes also repeat a failed request to confirm it. */
const confirmations = 3;

const expectation = (spec: CurlFailsSpec): string =>
  `requests to ${spec.url} from ${spec.from} fail${spec.with === 'any' ? '' : ` (${spec.with})`}`;

/** Expects that requests fail, while a control request from the same vantage point succeeds. */
export const curlFails = defineStep<CurlFailsSpec>({
  key: 'curl-fails',
  group: 'connect',
  summary: 'Requests fail in the expected way, while a control request from the same vantage point succeeds.',
  description: `
\`refused\`: the connection is refused at once, as kube-proxy does for a Service without endpoints. \`dropped\`: there is no answer before
the time limit, as for a port that the Service does not have in iptables mode. \`unreachable\`: either of the two.
\`unresolvable\`: the name does not resolve. \`any\` (default): any of these. On a cluster with an unknown proxy mode,
refused and dropped count as the same. The request must fail ${1 + confirmations} times. The *control*, a request from the same vantage point at
the same time, must be answered, or the step is an error. The default control is the API server, by its DNS name where the vantage point
uses the cluster's DNS.
`.trim(),
  shape: object(
    {
      url: string('An http or https URL.'),
      from: fromShape('probe'),
      with: withDefault(choice(ways, 'How the request fails.'), 'any'),
      control: optional(string('A URL that must answer from the same vantage point. Default: the API server.')),
    },
    'A request that must fail.',
  ),
  shorthand: 'url',
  example: '{ url: "http://kubia:81", from: probe, with: unreachable }',
  within: 45_000,
  describe: expectation,
  run: async (spec, context) => {
    const vantage = await context.vantage(spec.from);
    const control = spec.control ?? (await controlUrl(context, vantage));
    const replies = await requestAll(
      context,
      vantage,
      [
        { url: control, insecure: true },
        { url: spec.url, times: 1 + confirmations },
        { url: control, insecure: true },
      ],
      { timeout: 4, seconds: 24 },
    );
    const controls = replies.filter(({ request }) => request !== 1);
    const tries = replies.filter(({ request }) => request === 1);
    const wanted = accepted[toleratedWay(spec.with, context.cluster.fingerprint.proxyMode)];
    const odd = tries.find(({ outcome }) => !wanted.includes(outcome)) ?? tries[0];
    const seen: Seen = {
      expected: expectation(spec),
      actual: odd ? textOf(odd) : 'no request was made',
      reproduce: reproduceRequest(vantage, { url: spec.url }),
      evidence: [
        { title: 'requests', text: tries.map(textOf).join('\n') },
        { title: `control ${control}`, text: controls.map(textOf).join('\n') },
      ],
      observation: { outcomes: tries.map(({ outcome }) => outcome), control, tries: tries.length },
    };
    return judge(spec, { tries, controls, odd, wanted, place: describeVantage(vantage), control }, seen);
  },
});

/** Only these proxy modes define which of the two it is. */
const toleratedWay = (way: Way, proxyMode: string): Way =>
  (way === 'refused' || way === 'dropped') && !['iptables', 'nftables', 'ipvs'].includes(proxyMode)
    ? 'unreachable'
    : way;

const textOf = ({ outcome, status, error }: HttpReply): string =>
  outcome === 'answered'
    ? `answered with status ${status}`
    : `${httpOutcomes[outcome]}${error && ` (${excerpt(error, 200)})`}`;

interface Look {
  tries: HttpReply[];
  controls: HttpReply[];
  odd: HttpReply | undefined;
  wanted: readonly HttpOutcome[];
  place: string;
  control: string;
}

const reachedCodes = {
  tls: 'tls-failed',
  hung: 'no-answer',
  reset: 'reset',
  empty: 'reset',
  garbled: 'body-mismatch',
} as const;

/** An answer is an observation whatever the control says. A failure is one only if the controls were answered. */
const judge = (spec: CurlFailsSpec, { tries, controls, odd, wanted, place, control }: Look, seen: Seen): Finding => {
  if (odd?.outcome === 'answered')
    return failed('reachable', `${spec.url} answered with status ${odd.status}, but should not be reachable.`, seen);
  if (odd?.outcome === 'other') return curlFailed(odd.error, seen);
  const broken = controls.find(({ outcome }) => outcome !== 'answered');
  if (broken || controls.length < 2 || !odd)
    return unknown(
      'control-failed',
      `The control ${control} did not answer from ${place} either${broken ? `: ${textOf(broken)}` : ''}. So the failure of ${spec.url} proves nothing.`,
      seen,
      spec.control === undefined ? 'Give a URL that is reachable from there as control.' : undefined,
    );
  if (tries.length <= confirmations) return tooFewRequests(tries.length, 1 + confirmations, seen);
  const { outcome } = odd;
  if (wanted.includes(outcome)) return passed(seen);
  const code =
    outcome === 'refused' || outcome === 'dropped' || outcome === 'unresolvable' ? outcome : reachedCodes[outcome];
  return failed(code, `${spec.url} failed, but not as ${spec.with}: ${textOf(odd)}.`, seen);
};
