import { ApiError, UnreachableError } from '../cluster/api-error.ts';
import { notSimulatedMessage } from '../core/not-simulated.ts';
import type { Finding } from '../core/result.ts';
import { failed, notSimulated, type Seen, Unmet, Unobservable, unknown } from '../steps/finding.ts';

/**
 * Turns the rejection of a look into a finding. This is the only place that decides who is at fault: if the API server
 * refuses a request, the objects under test are, and the step fails; no answer, an internal error of the server, and
 * anything unforeseen are errors.
 */
export const findingOf = (cause: unknown, expected: string): Finding => {
  const seen = (actual: string, evidence: Seen['evidence'] = []): Seen => ({ expected, actual, evidence });
  if (cause instanceof Unmet)
    return failed(cause.reason.code, cause.message, seen(cause.message, cause.evidence), cause.reason.hint);
  if (cause instanceof Unobservable)
    return unknown(cause.reason.code, cause.message, seen(cause.message, cause.evidence), cause.reason.hint);
  if (cause instanceof ApiError) {
    const thing = cause.notSimulated;
    if (thing !== undefined) return notSimulated([thing], { ...seen(notSimulatedMessage([thing])), final: true });
    const answer = `HTTP ${cause.status} ${cause.reason}: ${cause.message}`;
    return cause.isRefusal
      ? failed('request-refused', `The API server refused the request: ${cause.message}`, seen(answer))
      : unknown('cluster-error', `The API server answered ${cause.status}: ${cause.message}`, seen(answer));
  }
  if (cause instanceof UnreachableError)
    return unknown('cluster-error', cause.message, seen(cause.message), 'Check that the cluster is still running.');
  const error = cause instanceof Error ? cause : new Error(String(cause));
  return unknown('internal', `A fault in Plumbline itself: ${error.message}`, {
    ...seen('nothing was observed'),
    evidence: [{ title: 'stack', text: error.stack ?? error.message }],
  });
};
