import type { HttpOutcome } from './outcome.ts';

export interface HttpReply {
  /** Index into the requests. */
  request: number;
  outcome: HttpOutcome;
  /** curl's exit code. */
  exit: number;
  /** Undefined when no status line came. */
  status?: number;
  /** By lower-case name; repeated ones are joined by ", ". */
  headers: Record<string, string>;
  body: string;
  /** The body was longer than the batch keeps. */
  cut: boolean;
  /** Milliseconds from start to end. */
  latency?: number;
  /** Connections that were opened for it; 0 when an open one served. */
  connects?: number;
  remote?: { address: string; port: number };
  /** The address that it left from, as the place itself has it. */
  local?: string;
  /** curl's own words on its failure; empty otherwise. */
  error: string;
}

type Reply = Omit<HttpReply, 'request' | 'outcome' | 'exit' | 'error'> & { connected: boolean };

/**
 * What curl -i printed, followed by a mark line with %{time_connect} %{time_total} %{num_connects}
 * %{remote_port} %{remote_ip} %{local_ip}.
 * Without that line the body was longer than the transcript keeps.
 */
export const readReply = (text: string, mark: string): Reply => {
  const end = `\n${text}`.lastIndexOf(`\n${mark} `);
  const cut = end < 0;
  const response = cut ? text : text.slice(0, Math.max(0, end - 1));
  const [connect = '', total = '', connects = '', port = '', address = '', local = ''] = cut
    ? []
    : text
        .slice(end + mark.length + 1)
        .trim()
        .split(' ');
  const { status, headers, body } = readResponse(response);
  return {
    ...(status !== undefined && { status }),
    headers,
    body,
    cut,
    // A connection that was open already took no time to come about.
    connected: cut || seconds(connect) > 0 || (connects === '0' && address !== ''),
    ...(!cut && { latency: Math.round(seconds(total) * 1_000_000) / 1_000, connects: Number(connects) }),
    ...(address !== '' && { remote: { address, port: Number(port) } }),
    ...(local !== '' && { local }),
  };
};

/** Old curls print the decimal sign of the locale. */
const seconds = (text: string): number => Number(text.replace(',', '.')) || 0;

interface Response {
  status?: number;
  headers: Record<string, string>;
  body: string;
}

const statusLine = /^HTTP\/\d(?:\.\d)? (\d{3})\b/;

/** Interim responses (1xx) come before the response proper; nothing else does, since no redirect is followed. */
const readResponse = (text: string): Response => {
  const status = statusLine.exec(text)?.[1];
  if (status === undefined) return { headers: {}, body: text };
  const gap = /\r?\n\r?\n/.exec(text);
  const head = gap ? text.slice(0, gap.index) : text;
  const body = gap ? text.slice(gap.index + gap[0].length) : '';
  if (status.startsWith('1') && statusLine.test(body)) return readResponse(body);
  return { status: Number(status), headers: readHeaders(head), body };
};

const readHeaders = (head: string): Record<string, string> => {
  const headers = new Map<string, string>();
  for (const line of head.split(/\r?\n/).slice(1)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
  }
  return Object.fromEntries(headers);
};
