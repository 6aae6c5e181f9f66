/** Whether a request may be sent twice with the effect of sending it once. Not true for a POST, nor for every JSON patch. */
export type Repeatable = 'always' | 'never';

/** Pause before the second attempt, in milliseconds; it doubles up to the longest. */
const firstPause = 50;
const longestPause = 1_000;

/** Milliseconds before attempt `attempt + 1`. */
export const backOff = (attempt: number): number => Math.min(firstPause * 2 ** (attempt - 1), longestPause);

const resetCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined);

/** True if an open connection broke, false if no connection was made. */
export const isReset = (cause: unknown): boolean => resetCodes.has(String(codeOf(cause)));

/** The text of a fault; a connection error of several addresses has a code and no message. */
export const describeCause = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)) || String(codeOf(cause) ?? 'no answer');

/**
 * The milliseconds that the server asks to wait before a retry, as client-go reads them: 429 or 5xx with a Retry-After in
 * seconds. Undefined if it does not ask, or if the retry could have an effect twice: the server has not processed a request
 * to which it answers 429, but may have processed one to which it answers 5xx.
 */
export const retryAfter = (
  status: number,
  header: string | string[] | undefined,
  repeatable: Repeatable,
): number | undefined => {
  const mayRepeat = status === 429 || (status >= 500 && repeatable === 'always');
  const text = [header ?? []].flat()[0]?.trim();
  return mayRepeat && text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : undefined;
};
