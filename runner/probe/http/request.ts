import { Unobservable } from '../../core/rejection.ts';

export interface HttpRequest {
  url: string;
  /** Default GET. */
  method?: string;
  headers?: Readonly<Record<string, string>>;
  /** Host → address, in place of DNS, for the URL's own port. */
  resolve?: Readonly<Record<string, string>>;
  /** Without it the two sides agree on one. */
  httpVersion?: '1.1' | '2';
  /** Any certificate will do. */
  insecure?: boolean;
  /** Default 1. */
  times?: number;
}

/** A line end would make one header two; a name that starts with @ would read a file. */
const isHeader = (name: string, value: string): boolean =>
  /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name) && !/[\r\n\0]/.test(value);

/** The words of one request, as a person would give them to curl. */
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
    throw new Unobservable('spec-invalid', `${JSON.stringify(name)} with ${JSON.stringify(value)} is no HTTP header.`);
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

/** An address as a URL holds it: IPv6 in brackets (RFC 3986 §3.2.2). */
export const hostText = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** The URL's port; 80 or 443 when it names none. Rejects what is no http or https URL. */
export const portOf = (url: string): number => {
  const { protocol, port } = parseUrl(url);
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
};

export const parseUrl = (url: string): URL => {
  // The standard drops line ends and blanks; curl would not.
  const parsed = !/[\0-\x20\x7f]/.test(url) && URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^https?:$/.test(parsed.protocol)) return parsed;
  throw new Unobservable('spec-invalid', `${JSON.stringify(url)} is no http or https URL.`);
};
