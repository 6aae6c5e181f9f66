import type { Vantage } from '../../cluster/cluster.ts';
import { Unobservable } from '../../core/rejection.ts';
import { excerpt } from '../../core/visible.ts';
import { freshMark, readRecords } from '../batch/transcript.ts';
import { type ProbeContext, runScript } from '../exec.ts';
import { checkedHost } from '../host.ts';
import { describeVantage } from '../vantage-text.ts';

export type Protocol = 'TCP' | 'UDP';

export interface SocketRequest {
  host: string;
  port: number;
  protocol: Protocol;
  /** The text to send. Without it, a TCP connection is only opened, unless `listen` is set. */
  send?: string;
  /** Wait for a text from the server. */
  listen?: boolean;
}

export interface SocketReply {
  /**
   * `open`: a TCP connection was established, or a datagram was answered. For a datagram, `dropped` means that there
   * was no answer; whether it arrived is unknown.
   */
  outcome: 'open' | 'refused' | 'dropped' | 'unresolvable' | 'other';
  answer: string;
  /** The messages of nc. */
  error: string;
}

/** Seconds that nc waits for a connection, and then for more input. */
const wait = 2;

const script = `
mark=$1 text=$2
shift 2
start=$(date +%s)
printf '%s' "$text" | nc "$@"
printf '\\n%s %s %s\\n' "$mark" "$?" "$(($(date +%s) - start))" >&2
`;

/**
 * Opens one socket with the nc of OpenBSD or busybox. Rejects with `Unobservable` as `runScript` does, and with
 * tool-missing if nc lacks an option.
 */
export const openSocket = async (
  context: ProbeContext,
  vantage: Vantage,
  request: SocketRequest,
): Promise<SocketReply> => {
  const mark = freshMark();
  const { stdout, stderr } = await runScript(context, vantage, {
    script,
    args: [mark, request.send ?? '', ...socketWords(request)],
    tools: ['nc'],
  });
  const text = stderr.slice(0, Math.max(0, stderr.lastIndexOf(`\n${mark} `))).trim();
  const [status = '', seconds = ''] = readRecords(stderr, mark)[0]?.words ?? [];
  if (!/^\d+$/.test(status) || !/^\d+$/.test(seconds))
    throw new Unobservable('transcript-unreadable', 'The output of a probe is incomplete.');
  if (/invalid option|unrecognized option|usage:/i.test(text))
    throw new Unobservable(
      'tool-missing',
      `The nc in ${describeVantage(vantage)} lacks an option that the step needs: ${excerpt(text.split('\n')[0] ?? '', 100)}`,
      'Use `from: probe`, which has all programs.',
    );
  const outcome =
    request.protocol === 'UDP'
      ? datagramOutcome(stdout, text, Number(seconds))
      : connectionOutcome(Number(status), text);
  return { outcome, answer: stdout, error: text };
};

/**
 * The arguments of nc. With -v it reports why a connection failed; over UDP -v would make it send datagrams of its own.
 */
export const socketWords = (request: SocketRequest): string[] => [
  ...modeWords(request),
  ...['-w', String(wait), checkedHost(request.host, 'connect to'), String(request.port)],
];

const modeWords = ({ protocol, send, listen = false }: SocketRequest): string[] => {
  if (protocol === 'UDP') return ['-u'];
  return send === undefined && !listen ? ['-z', '-v'] : ['-v'];
};

const badName = /bad address|getaddrinfo|not known|name resolution|No address associated/i;

const connectionOutcome = (status: number, text: string): SocketReply['outcome'] => {
  if (status === 0) return 'open';
  if (badName.test(text)) return 'unresolvable';
  if (/timed out/i.test(text)) return 'dropped';
  return /refused|no route|unreachable/i.test(text) ? 'refused' : 'other';
};

/**
 * nc ends at once and without a message if a datagram is refused (ICMP port unreachable). After a lost one it waits.
 */
const datagramOutcome = (answer: string, text: string, seconds: number): SocketReply['outcome'] => {
  if (answer !== '') return 'open';
  if (badName.test(text)) return 'unresolvable';
  return seconds < wait ? 'refused' : 'dropped';
};
