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

/** Requests that must be answered before anything is done. */
const controls = 5;
/** Milliseconds of requests before the action. */
const lead = 500;
/** How long endpoints may take to settle, in milliseconds. */
const longestSettling = 60_000;
/** The finding, once the action was done: it is not done a second time. */
const done = 'done';

const expectation = (spec: SurvivesSpec): string =>
  spec.connection === 'open'
    ? `an open connection to ${targetText(spec)} from ${spec.from} keeps answering during ${innerText(spec.while)}`
    : `no request to ${targetText(spec)} from ${spec.from} fails during ${innerText(spec.while)}`;

/** No request fails while something is done to the cluster. */
export const survives = defineStep<SurvivesSpec>({
  key: 'survives',
  group: 'connect',
  summary: 'No request fails while an action runs, or an open connection outlives it.',
  description: `
Makes requests all the time from before the action in \`while\` until it has ended and the Service's endpoints have come to rest; each must be
answered with a status below 400. \`connection: new\` (default) opens a connection for each, some 30 a second: a Service that is updated without
a gap loses none ([rolling updates](https://kubernetes.io/docs/tutorials/kubernetes-basics/update/update-intro/)). \`connection: open\` keeps one
connection and asks ten times a second: the kernel has tied it to its pod, so it outlives changes of selectors and endpoints,
and even the Service, but not its pod. The action is done once, within the time of its own kind; the time of this step is for what must be
true before. Requests that fail before the action make the step fail without it.
`.trim(),
  shape: object(
    {
      ...servedFields,
      while: innerStep('act', 'One step that acts, such as scale, with its kind as the only key.'),
      connection: withDefault(
        choice(['new', 'open'], 'A new connection for each request, or one that stays open.'),
        'new',
      ),
    },
    'Requests, and what happens meanwhile.',
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
    context.onCleanup('end requests that go on', (signal) => prober.abandon(signal));
    try {
      await context.clock.sleep(lead, context.signal);
      await prober.enter('during');
    } catch (cause) {
      await prober.abandon(context.signal).catch(() => undefined);
      throw cause;
    }
    // Should this look end without a finding, the next one must not act again.
    const lost = { ...seen, actual: 'not observed', final: true };
    context.memory.set(done, unknown('internal', 'The action was done, and the look at it broke off.', lost));
    const finding = await act(spec, context, { prober, target, seen });
    context.memory.set(done, finding);
    return finding;
  },
});

type Expected = Pick<Seen, 'expected' | 'reproduce'>;

/** Before anything is done the Service must answer. */
const control = async (
  context: StepContext,
  vantage: Vantage,
  target: Target,
  seen: Expected,
): Promise<Finding | undefined> => {
  const replies = await requestAll(context, vantage, [{ url: target.url, times: controls }]);
  const bad = replies.find(({ outcome, status = 0 }) => outcome !== 'answered' || status >= 400);
  if (!bad && replies.length === controls) return undefined;
  const shown = { ...seen, actual: 'the Service does not answer before the action' };
  if (!bad) return tooFewRequests(replies.length, controls, shown);
  if (bad.outcome === 'answered')
    return failed('status-mismatch', `Before the action ${target.url} answers with status ${bad.status}.`, shown);
  const reason = await connectionReason(context, bad, { url: target.url, behind: target });
  if (!reason) return curlFailed(bad.error, shown);
  return failed(reason.code, `Before the action: ${reason.message}`, shown, reason.hint);
};

interface Running {
  prober: Prober;
  target: Target;
  seen: Expected;
}

/** Does it, once: whatever comes of it, another look would not undo it, so each finding is final. */
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

/** The action was done, and what came of it was not seen. */
const lostFinding = (cause: unknown, seen: Expected): Finding => {
  const shown = { ...seen, actual: 'not observed', final: true };
  if (cause instanceof Unmet) return failed(cause.reason.code, cause.message, shown, cause.reason.hint);
  if (cause instanceof Unobservable)
    return unknown(cause.reason.code, cause.message, { ...shown, evidence: cause.evidence }, cause.reason.hint);
  if (cause instanceof ApiError || cause instanceof UnreachableError)
    return unknown('cluster-error', cause.message, shown);
  throw cause;
};
