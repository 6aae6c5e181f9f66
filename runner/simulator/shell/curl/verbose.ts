import type { Trace } from './transfer.ts';
import type { Outcome } from './write-out.ts';

const prefixed = (prefix: string, head: string): string =>
  head
    .split('\r\n')
    .slice(0, -1)
    .map((line) => `${prefix} ${line}\r\n`)
    .join('');

/** The lines of --verbose: what was tried, what was sent and what came back. */
export const verboseLines = (outcome: Outcome, traces: readonly Trace[]): string =>
  traces
    .map(({ connection, isKept, requestHead, responseHead }) => {
      if (!connection) return `* ${outcome.message}\n* Closing connection 0\n`;
      const { ip, port } = connection;
      const opened = isKept
        ? `* Re-using existing connection with host ${ip}\n`
        : `*   Trying ${ip}:${port}...\n* Connected to ${hostOf(outcome)} (${ip}) port ${port} (#0)\n`;
      const end = responseHead
        ? `* Connection #0 to host ${hostOf(outcome)} left intact\n`
        : `* ${outcome.message}\n* Closing connection 0\n`;
      return `${opened}${prefixed('>', requestHead)}${prefixed('<', responseHead)}${end}`;
    })
    .join('');

const hostOf = ({ effectiveUrl }: Outcome): string =>
  /^[a-z]+:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^/:?#]*)/i.exec(effectiveUrl)?.[1] ?? '';

const head = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`;

const row = (bytes: number): string => {
  const size = String(bytes).padStart(5);
  return bytes === 0
    ? '  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0'
    : `100 ${size}  100 ${size}    0     0  ${String(bytes * 1_000).padStart(5)}      0 --:--:-- --:--:-- --:--:-- ${String(bytes * 1_000).padStart(5)}`;
};

/** The progress meter that curl writes unless it is silent. */
export const progressMeter = (bytes: number): string => `${head}\r${row(0)}\r${row(bytes)}\n`;
