import { Unobservable } from '../../core/rejection.ts';

export interface HttpRequest {
  url: string;
  /** Default: GET. */
  method?: string;
  headers?: Readonly<Record<string, string>>;
  /** Host → address, in place of DNS, for the URL's own port. */
  resolve?: Readonly<Record<string, string>>;
  /** Default: client and server negotiate the version. */
  httpVersion?: '1.1' | '2';
  /** Accept any certificate. */
  insecure?: boolean;
  /** The number of requests. Default: 1. */
  times?: number;
}

/** Rejects a line end, which would split the header, and a name that starts with @, which curl would read as a file. */
const isHeader = (name: string, value: string): boolean =>
  /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name) && !/[\r\n\0]/.test(value);

/** The curl arguments of one request. */
export const requestWords = ({
  url,
  method = 'GET',
  headers = {},
  resolve = {},
  httpVersion,
  insecure,
}: HttpRequest): string[] => [
  ...methodWords(method),
  ...Object.entries(headers).flatMap(([name, value]) => {
    if (isHeader(name, value)) return ['-H', `${name}: ${value}`];
    throw new Unobservable(
      'spec-invalid',
      `${JSON.stringify(name)} with ${JSON.stringify(value)} is not a valid HTTP header.`,
    );
  }),
  ...Object.entries(resolve).flatMap(([host, address]) => ['--resolve', `${host}:${portOf(url)}:${address}`]),
  ...(httpVersion === undefined ? [] : [`--http${httpVersion}`]),
  ...(insecure ? ['-k'] : []),
  '--url',
  checkedUrl(url),
];

const methodWords = (method: string): string[] => {
  if (method === 'GET') return [];
  return method === 'HEAD' ? ['-I'] : ['-X', method];
};

const checkedUrl = (url: string): string => {
  parseUrl(url);
  return url;
};

/** An address as the host of a URL: IPv6 in brackets (RFC 3986 §3.2.2). */
export const hostText = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** The URL's port; by default 80 or 443. Throws for anything but an http or https URL. */
export const portOf = (url: string): number => {
  const { protocol, port } = parseUrl(url);
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
};

export const parseUrl = (url: string): URL => {
  // The URL parser removes line ends and spaces; curl does not.
  const parsed = !/[\0-\x20\x7f]/.test(url) && URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^https?:$/.test(parsed.protocol)) return parsed;
  throw new Unobservable('spec-invalid', `${JSON.stringify(url)} is not an http or https URL.`);
};
