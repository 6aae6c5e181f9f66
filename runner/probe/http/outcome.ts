/** How a request ended. */
export const httpOutcomes = {
  answered: 'the request got an HTTP response',
  refused: 'the connection was refused',
  dropped: 'no connection was established before the time limit',
  unresolvable: 'the name does not resolve',
  tls: 'the TLS handshake failed',
  hung: 'the connection was accepted, but there was no complete answer before the time limit',
  reset: 'the connection was accepted and then reset',
  empty: 'the connection was accepted and closed without an answer',
  garbled: 'the answer is not valid HTTP',
  other: 'curl could not make the request',
} as const satisfies Record<string, string>;

export type HttpOutcome = keyof typeof httpOutcomes;

/** https://curl.se/libcurl/c/libcurl-errors.html */
const byExit: Record<number, HttpOutcome> = {
  0: 'answered',
  6: 'unresolvable',
  7: 'refused',
  8: 'garbled',
  16: 'garbled',
  18: 'garbled',
  35: 'tls',
  51: 'tls',
  52: 'empty',
  55: 'reset',
  56: 'reset',
  58: 'tls',
  59: 'tls',
  60: 'tls',
  61: 'garbled',
  77: 'tls',
  83: 'tls',
  91: 'tls',
  92: 'garbled',
};

const timedOut = 28;

/** Judges by the exit code where it can: the wording of curl's errors changes between versions. */
export const outcomeOf = (exit: number, connected: boolean, error: string): HttpOutcome => {
  if (exit === timedOut && connected) return 'hung';
  if (exit === timedOut) return /resolving timed out/i.test(error) ? 'unresolvable' : 'dropped';
  // Since 7.66 curl ends with 1 both for an answer without a status line and for an unknown scheme.
  if (exit === 1 && /HTTP\/0\.9/.test(error)) return 'garbled';
  return byExit[exit] ?? 'other';
};
