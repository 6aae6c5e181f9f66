/** Whether sending a request twice does what sending it once does. A POST never does; a JSON patch may not. */
export type Repeatable = 'always' | 'never';

/** Pause before the second attempt, in milliseconds; it doubles up to the longest. */
const firstPause = 50;
const longestPause = 1_000;

/** Milliseconds before attempt `attempt + 1`. */
export const backOff = (attempt: number): number => Math.min(firstPause * 2 ** (attempt - 1), longestPause);

const resetCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined);

/** A connection that was there and broke, as opposed to one that never came about. */
export const isReset = (cause: unknown): boolean => resetCodes.has(String(codeOf(cause)));

/** A fault in words; connection errors of several addresses have a code and no message. */
export const describeCause = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)) || String(codeOf(cause) ?? 'no answer');

/**
 * Milliseconds that the server asks to wait before the same request, as client-go reads it: 429 or 5xx with a
 * Retry-After in seconds. Undefined when it does not ask, or when the request could be done twice: 429 says that it
 * was turned away before it was looked at, a 5xx does not.
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
