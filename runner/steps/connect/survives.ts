import { ApiError, UnreachableError } from '../../cluster/api-error.ts';
import type { Vantage } from '../../cluster/cluster.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Finding } from '../../core/result.ts';
import { choice, innerStep, object, withDefault } from '../../core/shape.ts';
import { connectionReason } from '../../diagnosis/connection-reason.ts';
import { startProber } from '../../probe/batch/prober.ts';
import type { Prober, ProberConnection } from '../../probe/batch/prober-record.ts';
import { requestAll } from '../../probe/http/http.ts';
import { reproduceRequest } from '../../probe/reproduce.ts';
import { resolveTarget, type Target } from '../../probe/target.ts';
import { failed, type Seen, Unmet, Unobservable, unknown } from '../finding.ts';
import { defineStep, type StepContext } from '../step.ts';
import { innerText } from './support/inner-text.ts';
import { curlFailed, tooFewRequests } from './support/request-findings.ts';
import { waitUntilSettled } from './support/settled.ts';
import { judgeSurvival, type Survival, survivalSeen } from './support/survival.ts';
import { needsTarget, type ServedSpec, servedFields, targetText } from './support/target-shape.ts';

export interface SurvivesSpec extends ServedSpec {
  while: JsonObject;
  connection: ProberConnection;
}

/** The number of requests that must be answered before the action. */
const controls = 5;
/** How long requests are made before the action, in milliseconds. */
const lead = 500;
/** How long the endpoints may take to settle after the action, in milliseconds. */
const longestSettling = 60_000;
/** The key of the finding after the action. With it, the action does not run a second time. */
const done = 'done';

const expectation = (spec: SurvivesSpec): string =>
  spec.connection === 'open'
    ? `requests over an open connection to ${targetText(spec)} from ${spec.from} are answered during ${innerText(spec.while)}`
    : `no request to ${targetText(spec)} from ${spec.from} fails during ${innerText(spec.while)}`;

/** Makes requests while another step changes the cluster, and expects that none fails. */
export const survives = defineStep<SurvivesSpec>({
  key: 'survives',
  group: 'connect',
  summary: 'No request fails while an action runs, or an open connection survives it.',
  description: `
Makes requests from before the action in \`while\` until the action has ended and the Service's endpoints have settled. Each must be
answered with a status below 400. \`connection: new\` (default) opens a connection for each request, about 30 per second: a rolling update
without a gap loses none ([rolling updates](https://kubernetes.io/docs/tutorials/kubernetes-basics/update/update-intro/)).
\`connection: open\` keeps one connection and makes ten requests per second. The kernel has tied the connection to its pod, so it survives
changes of selectors and endpoints, and even the deletion of the Service, but not of the pod. The action runs once, within the time of its
own kind; \`within\` of this step is the time in which the Service must start to answer. If requests fail before the action, the step fails
without running it.
`.trim(),
  shape: object(
    {
      ...servedFields,
      while: innerStep('act', 'The action: a step of the group act, such as scale, with its kind as the only key.'),
      connection: withDefault(
        choice(['new', 'open'], 'A new connection for each request, or one connection for all.'),
        'new',
      ),
    },
    'A Service, and an action during which it must answer.',
    needsTarget,
  ),
  example: '{ service: kubia, while: { scale: { object: deployment/kubia, replicas: 1 } } }',
  within: 180_000,
  bind: (spec, binder) => ({ ...spec, while: binder.step(spec.while, ['while'], 'act') ?? spec.while }),
  describe: expectation,
  run: async (spec, context) => {
    const known = context.memory.get(done) as Finding | undefined;
    if (known) return known;
    const vantage = await context.vantage(spec.from);
    const target = await resolveTarget(context, spec);
    const seen = { expected: expectation(spec), reproduce: reproduceRequest(vantage, { url: target.url }) };
    const broken = await control(context, vantage, target, seen);
    if (broken) return broken;
    const prober = await startProber(context, vantage, target.url, spec.connection);
    context.onCleanup('stop the requests', (signal) => prober.abandon(signal));
    try {
      await context.clock.sleep(lead, context.signal);
      await prober.enter('during');
    } catch (cause) {
      await prober.abandon(context.signal).catch(() => undefined);
      throw cause;
    }
    // If this attempt ends without a finding, the next one must not run the action again.
    const lost = { ...seen, actual: 'not observed', final: true };
    context.memory.set(done, unknown('internal', 'The action ran, but its observation was interrupted.', lost));
    const finding = await act(spec, context, { prober, target, seen });
    context.memory.set(done, finding);
    return finding;
  },
});

type Expected = Pick<Seen, 'expected' | 'reproduce'>;

/** The Service must answer before the action. */
const control = async (
  context: StepContext,
  vantage: Vantage,
  target: Target,
  seen: Expected,
): Promise<Finding | undefined> => {
  const replies = await requestAll(context, vantage, [{ url: target.url, times: controls }]);
  const bad = replies.find(({ outcome, status = 0 }) => outcome !== 'answered' || status >= 400);
  if (!bad && replies.length === controls) return undefined;
  const shown = { ...seen, actual: 'the Service did not answer before the action' };
  if (!bad) return tooFewRequests(replies.length, controls, shown);
  if (bad.outcome === 'answered')
    return failed('status-mismatch', `Before the action, ${target.url} answered with status ${bad.status}.`, shown);
  const reason = await connectionReason(context, bad, { url: target.url, behind: target });
  if (!reason) return curlFailed(bad.error, shown);
  return failed(reason.code, `Before the action: ${reason.message}`, shown, reason.hint);
};

interface Running {
  prober: Prober;
  target: Target;
  seen: Expected;
}

/** Runs the action, once. Every finding is final: another attempt could not undo the action. */
const act = async (spec: SurvivesSpec, context: StepContext, { prober, target, seen }: Running): Promise<Finding> => {
  try {
    const action = await context.perform(spec.while);
    await prober.enter('after');
    const settled = action.outcome === 'passed' && (await waitUntilSettled(context, target, longestSettling));
    const survival: Survival = { connection: spec.connection, records: await prober.stop(), action, settled };
    const finding = await judgeSurvival(survival, { ...seen, ...survivalSeen(survival) }, (record) =>
      connectionReason(context, record, { url: target.url, behind: target }),
    );
    return { ...finding, final: true };
  } catch (cause) {
    if (context.signal.aborted) throw cause;
    await prober.abandon(context.signal).catch(() => undefined);
    return lostFinding(cause, seen);
  }
};

/** The action ran, but its effect was not observed. */
const lostFinding = (cause: unknown, seen: Expected): Finding => {
  const shown = { ...seen, actual: 'not observed', final: true };
  if (cause instanceof Unmet) return failed(cause.reason.code, cause.message, shown, cause.reason.hint);
  if (cause instanceof Unobservable)
    return unknown(cause.reason.code, cause.message, { ...shown, evidence: cause.evidence }, cause.reason.hint);
  if (cause instanceof ApiError || cause instanceof UnreachableError)
    return unknown('cluster-error', cause.message, shown);
  throw cause;
};
