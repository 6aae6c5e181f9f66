import type { ClusterNode } from '../../cluster/cluster.ts';
import { textAt } from '../../core/json.ts';
import type { Finding } from '../../core/result.ts';
import { object, optional, string, withDefault } from '../../core/shape.ts';
import { excerpt } from '../../core/visible.ts';
import { explainService } from '../../diagnosis/chain.ts';
import { connectionReason } from '../../diagnosis/connection-reason.ts';
import { requestAll } from '../../probe/http/http.ts';
import { httpOutcomes } from '../../probe/http/outcome.ts';
import type { HttpReply } from '../../probe/http/reply.ts';
import { hostText } from '../../probe/http/request.ts';
import { type Backend, readBackends, type ServiceBackends, sameBackends } from '../../probe/identity/backends.ts';
import { identify } from '../../probe/identity/identify.ts';
import { reproduceRequest } from '../../probe/reproduce.ts';
import { nodePortOf } from '../../probe/service-port.ts';
import { curlFailed, endpointsMoved } from '../connect/support/request-findings.ts';
import { portShape } from '../connect/support/target-shape.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { fromShape } from '../from-shape.ts';
import { defineStep, type StepContext } from '../step.ts';
import { isLocal, localHint } from './support/local-policy.ts';
import { judgeUnidentified } from './support/unidentified.ts';

export interface NodePortSpec {
  service: string;
  from: string;
  port?: number | string;
  path: string;
}

const expectation = ({ service, from }: NodePortSpec): string =>
  `every node answers requests from ${from} to the node port of Service ${service}`;

/** Checks that every node forwards connections to its node port to a ready pod, whether a pod runs there or not. */
export const nodePortAnswersOnEveryNode = defineStep<NodePortSpec>({
  key: 'node-port-answers-on-every-node',
  group: 'expose',
  summary:
    'Every node, the control plane included, forwards connections to its node port to a ready pod of the Service.',
  description: `
With \`externalTrafficPolicy: Cluster\` (the default), every node forwards to all pods of the Service, on any node
([NodePort](https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport)). With \`Local\`, only nodes with
a ready pod answer. Requests go to the internal IP of each node, where all proxy modes listen. The answer must contain the hostname of
a ready pod. The fraction of nodes that answer earns that fraction of the points.
`.trim(),
  shape: object(
    {
      service: string('A Service of type NodePort or LoadBalancer.'),
      from: fromShape('outside'),
      port: optional(portShape("The Service's port. Default: its first with a node port.")),
      path: withDefault(string('The path of the request.'), '/'),
    },
    'A Service with a node port.',
  ),
  shorthand: 'service',
  example: '{ service: kubia-nodeport, from: outside }',
  within: 45_000,
  describe: expectation,
  run: async (spec, context) => {
    const vantage = await context.vantage(spec.from);
    const query = { service: spec.service, ...(spec.port !== undefined && { port: spec.port }) };
    const before = await readBackends(context, query);
    const expected = expectation(spec);
    const nodePort = nodePortOf(before.service, spec.port);
    if (nodePort === undefined) {
      const type = textAt(before.service, 'spec', 'type') || 'ClusterIP';
      const message = `Service ${spec.service} has no node port: its type is ${type}.`;
      return failed('fields-mismatch', message, { expected, actual: `type ${type}` }, 'Set its type to NodePort.');
    }
    const nodes = await context.cluster.nodes();
    const requests = nodes.map((node) => ({ url: urlOf(node, nodePort, spec.path) }));
    const replies = await requestAll(context, vantage, requests, { seconds: 5 + 2 * nodes.length });
    const after = await readBackends(context, query);
    const rows = nodes.map((node, index) =>
      rowOf(
        node,
        requests[index]?.url ?? '',
        replies.find(({ request }) => request === index),
        before.ready,
      ),
    );
    const wrong = worstRow(rows);
    const shown = wrong ?? rows[0];
    const seen: Seen = {
      expected,
      actual: `${rows.filter(({ holds }) => holds).length} of ${rows.length} nodes answer on port ${nodePort}`,
      evidence: [{ title: `port ${nodePort} of each node`, text: rows.map(({ text }) => text).join('\n') }],
      reproduce: shown && reproduceRequest(vantage, { url: shown.url }),
      observation: { nodePort, nodes: Object.fromEntries(rows.map(({ node, result }) => [node.name, result])) },
    };
    if (!sameBackends(before.ready, after.ready)) return endpointsMoved(spec.service, seen);
    if (!shown) return unknown('cluster-error', 'The cluster lists no node.', seen);
    return wrong ? judge(context, { backends: before, rows, wrong }, seen) : passed(seen);
  },
});

const urlOf = ({ internalIP }: ClusterNode, port: number, path: string): string =>
  `http://${hostText(internalIP)}:${port}/${path.replace(/^\/+/, '')}`;

interface Look {
  backends: ServiceBackends;
  rows: readonly Row[];
  /** A row that does not hold. */
  wrong: Row;
}

const judge = async (context: StepContext, { backends, rows, wrong }: Look, seen: Seen): Promise<Finding> => {
  const { service: object, ready } = backends;
  const { node, reply, url, text } = wrong;
  const service = object.metadata.name;
  if (!reply) return unknown('time-ran-out', `The request to node ${node.name} was not made in time.`, seen);
  if (reply.outcome === 'other') return curlFailed(reply.error, seen);
  const reason =
    (ready.length === 0 ? await explainService(context, service) : undefined) ??
    (await connectionReason(context, reply, { url, behind: { service, namespace: context.namespace } }));
  const silent = rows.filter(({ holds }) => !holds).map((row) => row.node.name);
  const partly = { ...seen, fraction: (rows.length - silent.length) / rows.length };
  if (!reason) return judgeUnidentified(context, { reply, answer: text }, partly);
  return failed(
    reason.code,
    `On ${silent.join(', ')}, no ready pod of Service ${service} answers. ${reason.message}`,
    partly,
    isLocal(object) ? localHint : reason.hint,
  );
};

/** A row that does not hold; before it one without any answer, which is certain to be wrong. */
const worstRow = (rows: readonly Row[]): Row | undefined => {
  const wrong = rows.filter(({ holds }) => !holds);
  return wrong.find(({ reply }) => reply && reply.outcome !== 'answered') ?? wrong[0];
};

interface Row {
  node: ClusterNode;
  url: string;
  reply: HttpReply | undefined;
  holds: boolean;
  result: string;
  text: string;
}

const rowOf = (node: ClusterNode, url: string, reply: HttpReply | undefined, ready: readonly Backend[]): Row => {
  const who = reply?.outcome === 'answered' ? identify(reply.body, ready) : undefined;
  const words = reply?.outcome === 'answered' ? `${reply.status} ${excerpt(reply.body.trim(), 80)}` : undefined;
  const result = who
    ? `answered by ${who.name}`
    : (words ?? (reply ? httpOutcomes[reply.outcome] : 'no request was made'));
  return { node, url, reply, holds: who !== undefined, result, text: `${node.name} (${node.internalIP}): ${result}` };
};
