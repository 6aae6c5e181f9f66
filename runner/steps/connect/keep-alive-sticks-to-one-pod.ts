import type { Vantage } from '../../cluster/cluster.ts';
import { countOf } from '../../core/count.ts';
import { textAt } from '../../core/json.ts';
import type { Finding } from '../../core/result.ts';
import { object } from '../../core/shape.ts';
import { sampleTrouble } from '../../diagnosis/sample-trouble.ts';
import { requestTogether } from '../../probe/http/together.ts';
import { reproduceRequest } from '../../probe/reproduce.ts';
import { type Sample, seenNames, takeSample } from '../../probe/statistics/sample.ts';
import { histogramText, sampleEvidence, sampleObservation } from '../../probe/statistics/sample-text.ts';
import { requestsForAffinity } from '../../probe/statistics/statistics.ts';
import type { Target } from '../../probe/target.ts';
import { failed, passed, type Seen } from '../finding.ts';
import { defineStep, type StepContext } from '../step.ts';
import { tooFewRequests } from './support/request-findings.ts';
import { budgetOfLook, equalsProveNothing, locate, type Served, troubleFinding } from './support/sampling.ts';
import { needsTarget, type ServedSpec, servedFields, targetText } from './support/target-shape.ts';

/** The number of requests in the control's first batch. Without affinity they nearly always reach two pods. */
const firstBatch = 10;

const expectation = (spec: ServedSpec): string =>
  `one pod answers all requests to ${targetText(spec)} from ${spec.from} over one connection`;

/** Expects that requests over one connection reach one pod, although new connections reach several. */
export const keepAliveSticksToOnePod = defineStep<ServedSpec>({
  key: 'keep-alive-sticks-to-one-pod',
  group: 'connect',
  summary: 'The same pod answers all requests over one TCP connection, although new connections reach several pods.',
  description: `
kube-proxy chooses a pod for each connection, not for each request ([virtual IPs](https://kubernetes.io/docs/reference/networking/virtual-ips/)).
So a client that keeps its connection open, as browsers do, stays with one pod even if sessionAffinity is None. One curl process makes
all requests: 31 with 2 ready pods, 20 with 3. If kube-proxy chose a pod for each request, the probability that they all reach the same one
would be 10⁻⁹. curl counts the connections that it opens: one for the first request and none for the others. Otherwise the step fails,
because the server does not keep connections open. The control makes separate connections, which must reach at least two pods.
`.trim(),
  shape: object(servedFields, 'A Service whose pods keep connections open.', needsTarget),
  shorthand: 'service',
  example: '{ service: kubia, from: pod/app=client }',
  within: 30_000,
  describe: expectation,
  run: async (spec, context) => {
    const served = await locate(spec, context);
    const { vantage, target, before } = served;
    const epsilon = budgetOfLook(context);
    const requests = requestsForAffinity(before.ready.length, epsilon);
    const seen = { expected: expectation(spec), reproduce: reproduceLine(vantage, target) };
    if (before.ready.length < 2) return equalsProveNothing(context, target, before, seen);
    return look(context, { ...served, epsilon, requests, seen });
  },
});

/** A curl command with the same URL several times uses one connection. */
const reproduceLine = (vantage: Vantage, { url }: Target): string =>
  [reproduceRequest(vantage, { url }), url, url].join(' ');

interface Question extends Served {
  epsilon: number;
  requests: number;
  seen: Pick<Seen, 'expected' | 'reproduce'>;
}

const look = async (context: StepContext, question: Question): Promise<Finding> => {
  const { vantage, target, before, epsilon, requests } = question;
  const shared = { vantage, target, backends: before.ready };
  const several = (sample: Sample): boolean => seenNames(sample).length > 1;
  const control = await takeSample(context, {
    ...shared,
    batches: [Math.min(firstBatch, requests), requests - firstBatch],
    decided: several,
  });
  const controlTrouble = await sampleTrouble(context, control, target);
  if (controlTrouble) return troubleFinding(controlTrouble, seenOf(question, control));
  if (!several(control)) return controlFinding(question, control);
  const kept = await takeSample(context, {
    ...shared,
    batches: [requests],
    decided: () => false,
    ask: (times) => requestTogether(context, vantage, { url: target.url, times }, { connection: 'kept' }),
  });
  const seen = seenOf(question, control, kept);
  const trouble = await sampleTrouble(context, kept, target);
  if (trouble) return troubleFinding(trouble, seen);
  return judge(kept, target, { ...seen, observation: { ...seen.observation, ...sampleObservation(kept, epsilon) } });
};

const podCount = (sample: Sample): string => countOf(seenNames(sample).length, 'pod');
const opened = ({ replies }: Sample): number => replies.reduce((sum, { connects = 0 }) => sum + connects, 0);

const seenOf = ({ target, epsilon, requests, seen }: Question, control: Sample, kept?: Sample): Seen => {
  const titled = sampleEvidence(control, epsilon).map((each) => ({ ...each, title: `control: ${each.title}` }));
  const separate = `${podCount(control)} answered ${control.replies.length} separate connections`;
  return {
    ...seen,
    actual: kept
      ? `${podCount(kept)} answered ${kept.replies.length} requests over ${countOf(opened(kept), 'connection')} (${histogramText(kept)}); ${separate}`
      : separate,
    evidence: [...(kept ? sampleEvidence(kept, epsilon, 'all by one client process') : []), ...titled],
    observation: {
      url: target.url,
      service: target.service,
      cap: requests,
      control: Object.fromEntries(control.counts),
      ...(kept && { connections: opened(kept) }),
    },
  };
};

/** New connections all reached one pod, so a connection that is kept open proves nothing. */
const controlFinding = (question: Question, control: Sample): Finding => {
  const { service } = question.before;
  const { target } = question;
  const seen = seenOf(question, control);
  if (control.replies.length < control.asked) return tooFewRequests(control.replies.length, control.asked, seen);
  const sticky = textAt(service, 'spec', 'sessionAffinity') === 'ClientIP';
  return failed(
    'always-sticky',
    `${seenNames(control).join()} also answered all separate connections, so one connection to Service ${target.service} proves nothing.`,
    seen,
    sticky ? 'The Service has sessionAffinity: ClientIP. With None, a client reaches several pods.' : undefined,
  );
};

const judge = (kept: Sample, { service }: Target, seen: Seen): Finding => {
  const first = kept.replies[0]?.connects;
  const again = kept.replies.slice(1).filter(({ connects }) => connects !== 0).length;
  if (first !== 1 || again > 0)
    return failed(
      'not-kept-alive',
      `The server behind Service ${service} closed the connection: ${again} of ${kept.replies.length - 1} further requests needed a new one.`,
      seen,
      'The server must keep connections open: HTTP/1.1 without Connection: close.',
    );
  const pods = seenNames(kept);
  if (pods.length > 1)
    return failed(
      'not-sticky',
      `Several pods answered requests over one connection: ${pods.join(', ')}.`,
      seen,
      'An HTTP proxy, such as an ingress controller, chooses a pod for each request.',
    );
  return passed({ ...seen, observation: { ...seen.observation, pod: pods[0] ?? '' } });
};
