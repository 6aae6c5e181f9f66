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

/** Requests of the control's first batch: without affinity they end at two pods nearly always. */
const firstBatch = 10;

const expectation = (spec: ServedSpec): string =>
  `all requests to ${targetText(spec)} from ${spec.from} over one connection are answered by one pod`;

/** Requests over one connection stay with one pod, although new connections reach several. */
export const keepAliveSticksToOnePod = defineStep<ServedSpec>({
  key: 'keep-alive-sticks-to-one-pod',
  group: 'connect',
  summary: 'All requests over one TCP connection are answered by the same pod, although new connections reach several.',
  description: `
kube-proxy chooses a pod for a connection, not for a request ([virtual IPs](https://kubernetes.io/docs/reference/networking/virtual-ips/)):
whoever keeps a connection open, as browsers do, stays with its pod even when sessionAffinity is None. One curl process makes
all requests: 31 for 2 ready pods, 20 for 3, which a choice for each request would give to one pod once in 10⁹ times. curl itself counts the
connections that it opens: one for the first request and none for the others, or the step fails because the server does not keep
connections. The control is made of separate connections, which must reach two pods or more.
`.trim(),
  shape: object(servedFields, 'Where requests over one connection must stick.', needsTarget),
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

/** One curl with the URL twice uses its connection again. */
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
  const separate = `${control.replies.length} separate connections by ${podCount(control)}`;
  return {
    ...seen,
    actual: kept
      ? `${kept.replies.length} requests over ${countOf(opened(kept), 'connection')} were answered by ${podCount(kept)} (${histogramText(kept)}), ${separate}`
      : separate,
    evidence: [...(kept ? sampleEvidence(kept, epsilon, 'by one client process') : []), ...titled],
    observation: {
      url: target.url,
      service: target.service,
      cap: requests,
      control: Object.fromEntries(control.counts),
      ...(kept && { connections: opened(kept) }),
    },
  };
};

/** Where even new connections end at one pod, a kept connection proves nothing. */
const controlFinding = (question: Question, control: Sample): Finding => {
  const { service } = question.before;
  const { target } = question;
  const seen = seenOf(question, control);
  if (control.replies.length < control.asked) return tooFewRequests(control.replies.length, control.asked, seen);
  const sticky = textAt(service, 'spec', 'sessionAffinity') === 'ClientIP';
  return failed(
    'always-sticky',
    `Separate connections were all answered by ${seenNames(control).join()} too, so a kept connection to Service ${target.service} proves nothing.`,
    seen,
    sticky ? 'The Service has sessionAffinity: ClientIP; with None a client reaches several pods.' : undefined,
  );
};

const judge = (kept: Sample, { service }: Target, seen: Seen): Finding => {
  const first = kept.replies[0]?.connects;
  const again = kept.replies.slice(1).filter(({ connects }) => connects !== 0).length;
  if (first !== 1 || again > 0)
    return failed(
      'not-kept-alive',
      `The server behind Service ${service} closed the connection: ${again} of ${kept.replies.length - 1} further requests needed a new one, so nothing can be said of one connection.`,
      seen,
      'Let the server keep connections open: HTTP/1.1 without Connection: close.',
    );
  const pods = seenNames(kept);
  if (pods.length > 1)
    return failed(
      'not-sticky',
      `Requests over one connection were answered by ${pods.join(', ')}.`,
      seen,
      'Something chooses a pod for each request: a proxy for HTTP, such as an ingress controller.',
    );
  return passed({ ...seen, observation: { ...seen.observation, pod: pods[0] ?? '' } });
};
