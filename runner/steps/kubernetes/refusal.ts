import { ApiError } from '../../cluster/api-error.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Evidence, Finding } from '../../core/result.ts';
import { failed, type Seen } from '../finding.ts';

/** The API server's answer: its message, and each cause on a line. */
export const refusalEvidence = ({ status, reason, message, causes }: ApiError): Evidence => ({
  title: "the API server's answer",
  text: [
    `HTTP ${status} ${reason}`,
    message,
    ...causes.map((cause) => `* ${cause.field}: ${cause.message} (${cause.reason})`),
  ].join('\n'),
});

/** The values of a refusal that `capture` can read. */
export const refusalObservation = ({ status, reason, message, causes }: ApiError): JsonObject => ({
  status,
  reason,
  message,
  causes: causes.map((each) => ({ ...each })),
});

/**
 * Whether the object is at fault. Server-side apply answers 500, not 400, for a field that the schema does not have;
 * the manifest is at fault there too (apimachinery, fieldmanager/structuredmerge.go).
 */
export const isRefusal = ({ isRefusal, status, message }: ApiError): boolean =>
  isRefusal || (status === 500 && /^failed to create typed patch object\b/.test(message));

/**
 * The result of a write, or the finding that the API server refused it. `what` begins the sentence: "Scaling
 * deployment/kubia was refused". Rejects with any other fault.
 */
export const orRefused = async <Value>(
  write: Promise<Value>,
  what: string,
  seen: Omit<Seen, 'actual'>,
): Promise<{ value: Value } | { refusal: Finding }> => {
  try {
    return { value: await write };
  } catch (cause) {
    if (cause instanceof ApiError) return { refusal: refused(cause, what, seen) };
    throw cause;
  }
};

/** Failed, with the API server's message. Rethrows any other fault: it says nothing about the subject. */
export const refused = (cause: ApiError, what: string, seen: Omit<Seen, 'actual'>): Finding => {
  if (!isRefusal(cause)) throw cause;
  return failed('request-refused', `${what} was refused: ${cause.message}`, {
    ...seen,
    actual: `HTTP ${cause.status} ${cause.reason}: ${cause.message}`,
    evidence: [refusalEvidence(cause), ...(seen.evidence ?? [])],
    observation: { ...seen.observation, ...refusalObservation(cause) },
  });
};
