import type { HttpOutcome } from './outcome.ts';

export interface HttpReply {
  /** Index into the requests. */
  request: number;
  outcome: HttpOutcome;
  /** curl's exit code. */
  exit: number;
  /** Undefined if there was no status line. */
  status?: number;
  /** The headers by lower-case name. Repeated headers are joined by ", ". */
  headers: Record<string, string>;
  body: string;
  /** The body was longer than the maximum, so it was cut. */
  cut: boolean;
  /** The duration of the request in milliseconds. */
  latency?: number;
  /** The number of connections that were opened for it; 0 if it used an open one. */
  connects?: number;
  remote?: { address: string; port: number };
  /** The source address, as seen at the vantage point. */
  local?: string;
  /** curl's error message; empty if the request succeeded. */
  error: string;
}

type Reply = Omit<HttpReply, 'request' | 'outcome' | 'exit' | 'error'> & { connected: boolean };

/**
 * Parses the output of curl -i, which is followed by a mark line with %{time_connect} %{time_total} %{num_connects}
 * %{remote_port} %{remote_ip} %{local_ip}. The line is missing if the body was cut.
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
    // For a connection that was already open, curl reports no connect time.
    connected: cut || seconds(connect) > 0 || (connects === '0' && address !== ''),
    ...(!cut && { latency: Math.round(seconds(total) * 1_000_000) / 1_000, connects: Number(connects) }),
    ...(address !== '' && { remote: { address, port: Number(port) } }),
    ...(local !== '' && { local }),
  };
};

/** Old versions of curl print the decimal separator of the locale. */
const seconds = (text: string): number => Number(text.replace(',', '.')) || 0;

interface Response {
  status?: number;
  headers: Record<string, string>;
  body: string;
}

const statusLine = /^HTTP\/\d(?:\.\d)? (\d{3})\b/;

/** Only interim responses (1xx) may precede the final response, because no redirect is followed. */
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
