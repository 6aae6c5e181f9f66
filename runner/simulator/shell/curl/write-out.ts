import type { HttpResponse } from '../../objects/sockets.ts';
import { byteLength, wireHeaders } from '../http-text.ts';
import type { Timing } from './connection.ts';

/** The facts that curl reports about a finished transfer. */
export interface Outcome {
  url: string;
  effectiveUrl: string;
  number: number;
  method: string;
  scheme: string;
  exitCode: number;
  message: string;
  response?: HttpResponse;
  /** Headers as received, status line included, in bytes. */
  headSize: number;
  requestSize: number;
  uploadSize: number;
  remote: { ip: string; port: number } | undefined;
  local: { ip: string; port: number } | undefined;
  redirects: number;
  redirectUrl: string;
  redirectTime: number;
  outputFile: string | undefined;
  timing: Timing;
  /** Milliseconds until the first byte came, and in all. */
  firstByte: number;
  total: number;
  date: Date;
}

const seconds = (milliseconds: number): string => (Math.max(0, milliseconds) / 1_000).toFixed(6);

const variables: Readonly<Record<string, (outcome: Outcome) => string>> = {
  http_code: ({ response }) => String(response?.status ?? 0).padStart(3, '0'),
  response_code: ({ response }) => String(response?.status ?? 0).padStart(3, '0'),
  http_connect: () => '000',
  http_version: ({ response }) => (response ? '1.1' : '0'),
  exitcode: ({ exitCode }) => String(exitCode),
  errormsg: ({ message }) => message,
  url: ({ url }) => url,
  url_effective: ({ effectiveUrl }) => effectiveUrl,
  urlnum: ({ number }) => String(number),
  method: ({ method }) => method,
  scheme: ({ scheme, remote }) => (remote ? scheme.toUpperCase() : ''),
  content_type: ({ response }) => response?.headers['content-type'] ?? '',
  filename_effective: ({ outputFile }) => outputFile ?? '',
  remote_ip: ({ remote }) => remote?.ip ?? '',
  remote_port: ({ remote }) => String(remote?.port ?? 0),
  local_ip: ({ local }) => local?.ip ?? '',
  local_port: ({ local }) => String(local?.port ?? 0),
  num_connects: ({ timing }) => String(timing.opened),
  num_redirects: ({ redirects }) => String(redirects),
  num_headers: ({ response, date }) => String(response ? wireHeaders(response, date).length : 0),
  redirect_url: ({ redirectUrl }) => redirectUrl,
  referer: () => '',
  size_download: ({ response }) => String(byteLength(response?.body ?? '')),
  size_header: ({ headSize }) => String(headSize),
  size_request: ({ requestSize }) => String(requestSize),
  size_upload: ({ uploadSize }) => String(uploadSize),
  speed_download: ({ response, total }) =>
    String(Math.round(byteLength(response?.body ?? '') / Math.max(total / 1_000, 0.001))),
  speed_upload: () => '0',
  ssl_verify_result: () => '0',
  proxy_ssl_verify_result: () => '0',
  time_namelookup: ({ timing }) => seconds(timing.lookup),
  time_connect: ({ timing }) => seconds(timing.connect),
  time_appconnect: ({ timing }) => seconds(timing.handshake),
  time_pretransfer: ({ timing }) => seconds(Math.max(timing.connect, timing.handshake)),
  time_starttransfer: ({ firstByte }) => seconds(firstByte),
  time_redirect: ({ redirectTime }) => seconds(redirectTime),
  time_total: ({ total }) => seconds(total),
};

/** Numbers stay numbers in %{json}. */
const json = (outcome: Outcome): string => {
  const entries = Object.entries(variables).map(([name, read]) => {
    const text = read(outcome);
    const isNumber = /^(num_|size_|speed_|time_|urlnum|exitcode|http_code|response_code|.*_port$|.*verify_result)/.test(
      name,
    );
    return [name, isNumber ? Number(text) : text];
  });
  return JSON.stringify({ ...Object.fromEntries(entries), curl_version: 'libcurl/7.88.1' });
};

const headerJson = ({ response, date }: Outcome): string =>
  JSON.stringify(
    response
      ? Object.fromEntries(wireHeaders(response, date).map(([name, value]) => [name.toLowerCase(), [value]]))
      : {},
  );

/** Fills in a --write-out text. The part after %{stderr} goes to standard error. Unknown variables print as curl has them. */
export const writeOut = (format: string, outcome: Outcome): { stdout: string; stderr: string; warnings: string } => {
  const written = { stdout: '', stderr: '', warnings: '' };
  let stream: 'stdout' | 'stderr' = 'stdout';
  for (const [piece, name, header] of format.matchAll(/%header\{([^}]*)\}|%\{([^}]*)\}|%%|\\[nrt\\]|[\s\S]/g)) {
    const variable = header;
    if (name !== undefined) written[stream] += outcome.response?.headers[name.toLowerCase()] ?? '';
    else if (variable === 'stdout' || variable === 'stderr') stream = variable;
    else if (variable === 'onerror') {
      if (outcome.exitCode === 0) break;
    } else if (variable === 'json') written[stream] += json(outcome);
    else if (variable === 'header_json') written[stream] += headerJson(outcome);
    else if (variable !== undefined) {
      const read = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
      if (read) written[stream] += read(outcome);
      else written.warnings += `curl: unknown --write-out variable: '${variable}'\n`;
    } else written[stream] += escapes[piece] ?? piece;
  }
  return written;
};

const escapes: Readonly<Record<string, string>> = { '%%': '%', '\\n': '\n', '\\r': '\r', '\\t': '\t', '\\\\': '\\' };
