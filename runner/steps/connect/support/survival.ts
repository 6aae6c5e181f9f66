import type { Reason } from '../../../core/reason.ts';
import type { Evidence, Finding, StepResult } from '../../../core/result.ts';
import { excerpt } from '../../../core/visible.ts';
import type { ProberConnection, ProberPhase, ProberRecord } from '../../../probe/batch/prober-record.ts';
import { type HttpOutcome, httpOutcomes } from '../../../probe/http/outcome.ts';
import { failed, passed, type Seen, unknown } from '../../finding.ts';
import { curlFailed } from './request-findings.ts';

/** Fewer requests than this since the start of the action prove nothing. */
export const fewestRequests = 10;

export interface Survival {
  connection: ProberConnection;
  records: readonly ProberRecord[];
  action: StepResult;
  /** Whether the endpoints settled after the action. */
  settled: boolean;
}

const phases: Record<ProberPhase, string> = {
  before: 'before the action',
  during: 'while the action ran',
  after: 'after the action',
};

export const isFine = ({ outcome, status = 0 }: ProberRecord): boolean =>
  outcome === 'answered' && status >= 200 && status < 400;

/** With `connection: open`, a request that opened another connection has failed, even if it was answered. */
const hasFailed = ({ connection, records }: Survival, record: ProberRecord): boolean =>
  !isFine(record) || (connection === 'open' && record !== records[0] && record.connects > 0);

export const failuresOf = (survival: Survival): ProberRecord[] =>
  survival.records.filter((record) => hasFailed(survival, record));

const countIn = (records: readonly ProberRecord[], phase: ProberPhase): number =>
  records.filter((record) => record.phase === phase).length;

/** "request 12 while the action ran". */
const placeOf = (records: readonly ProberRecord[], record: ProberRecord): string => {
  const number = records.filter(({ phase }) => phase === record.phase).indexOf(record) + 1;
  return `request ${number} ${phases[record.phase]}`;
};

const wordsOf = (record: ProberRecord): string => {
  if (isFine(record)) return 'the connection was broken, so curl opened another one';
  if (record.outcome === 'answered') return `the answer had status ${record.status}`;
  return `${httpOutcomes[record.outcome]}${record.error && ` (${excerpt(record.error, 160)})`}`;
};

/** The parts of the finding that do not depend on the verdict. */
export const survivalSeen = (survival: Survival): Required<Pick<Seen, 'actual' | 'evidence' | 'observation'>> => {
  const { records, action, settled, connection } = survival;
  const failures = failuresOf(survival);
  const counts = Object.fromEntries(
    (['before', 'during', 'after'] as const).map((phase) => [phase, countIn(records, phase)]),
  );
  const times = records.map(({ latency }) => latency).sort((a, b) => a - b);
  const slowest = times.at(-1) ?? 0;
  return {
    actual: `${failures.length} of ${records.length} requests failed`,
    evidence: evidenceOf(survival, failures, slowest),
    observation: {
      connection,
      requests: records.length,
      ...counts,
      failed: failures.length,
      settled,
      slowestMs: slowest,
      action: { outcome: action.outcome, durationMs: action.durationMs, ...action.observation },
    },
  };
};

const evidenceOf = ({ records, action }: Survival, failures: readonly ProberRecord[], slowest: number): Evidence[] => {
  const rows = (['before', 'during', 'after'] as const).map(
    (phase) => `${phases[phase]}: ${countIn(records, phase)} requests, ${countIn(failures, phase)} failed`,
  );
  const shown = failures.slice(0, 10).map((each) => `${placeOf(records, each)}: ${wordsOf(each)}`);
  return [
    { title: 'requests', text: [...rows, `the slowest took ${Math.round(slowest)} ms`].join('\n') },
    ...(shown.length > 0 ? [{ title: 'first failures', text: shown.join('\n') }] : []),
    { title: 'the action', text: `${action.outcome} in ${action.durationMs} ms: ${action.actual}` },
    ...action.evidence.map((each) => ({ ...each, title: `the action: ${each.title}` })),
  ];
};

/** Outcomes that the objects behind the Service may explain. */
const ofTheService: readonly HttpOutcome[] = ['refused', 'dropped', 'unresolvable'];

/** The verdict. `explain` says why a request got no answer, as far as the objects show it. */
export const judgeSurvival = async (
  survival: Survival,
  seen: Seen,
  explain: (record: ProberRecord) => Promise<Reason | undefined>,
): Promise<Finding> => {
  const { records, action, settled } = survival;
  if (action.outcome !== 'passed') return actionFinding(action, seen);
  const odd = records.find(({ outcome }) => outcome === 'other');
  if (odd) return curlFailed(odd.error, seen);
  const failures = failuresOf(survival);
  const [first] = failures;
  if (first) {
    // A request in flight when its pod terminates is reset. The outcome of later requests is more telling and
    // reproducible.
    const telling = failures.find(({ outcome }) => ofTheService.includes(outcome)) ?? first;
    const failure = { first, failures: failures.length, reason: await explain(telling) };
    return survival.connection === 'open'
      ? brokenFinding(survival, failure, seen)
      : failureFinding(survival, failure, seen);
  }
  const since = records.length - countIn(records, 'before');
  if (countIn(records, 'before') === 0 || since < fewestRequests)
    return unknown(
      'time-ran-out',
      `Only ${countIn(records, 'before')} requests were made before the action and ${since} since its start, too few to prove anything.`,
      seen,
    );
  if (!settled)
    return unknown('endpoints-moved', 'The endpoints of the Service did not settle after the action.', seen);
  return passed(seen);
};

const actionFinding = ({ outcome, reason, actual }: StepResult, seen: Seen): Finding => {
  const message = `The action did not succeed: ${reason?.message ?? actual}`;
  return outcome === 'failed'
    ? failed(reason?.code ?? 'did-not-hold', message, seen, reason?.hint)
    : unknown(reason?.code ?? 'internal', message, seen, reason?.hint);
};

interface Failure {
  first: ProberRecord;
  failures: number;
  reason: Reason | undefined;
}

const failureFinding = ({ records }: Survival, { first, failures, reason }: Failure, seen: Seen): Finding => {
  const start = `${failures} of ${records.length} requests failed, the first as ${placeOf(records, first)}`;
  if (first.outcome === 'answered') return failed('status-mismatch', `${start}: ${wordsOf(first)}.`, seen);
  return failed(reason?.code ?? 'no-answer', `${start}. ${reason?.message ?? wordsOf(first)}`, seen, reason?.hint);
};

/** The first failure of an open connection. */
const brokenFinding = (survival: Survival, failure: Failure, seen: Seen): Finding => {
  const { first } = failure;
  const place = placeOf(survival.records, first);
  if (isFine(first) && first.phase === 'before')
    return failed(
      'not-kept-alive',
      `The server closed the connection before the action: ${place} needed another one.`,
      seen,
      'The server must keep connections open: HTTP/1.1 without Connection: close.',
    );
  if (first.phase === 'before' || (first.outcome === 'answered' && !isFine(first)))
    return failureFinding(survival, failure, seen);
  const hint = 'An open connection survives changes of its Service, but not the end of its pod.';
  return first.outcome === 'hung'
    ? failed('no-answer', `The server stopped answering at ${place}: ${wordsOf(first)}.`, seen, hint)
    : failed('reset', `The connection broke before ${place}: ${wordsOf(first)}.`, seen, hint);
};
