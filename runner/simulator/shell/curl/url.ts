/** A URL as curl reads it. */
export interface CurlUrl {
  /** As typed. */
  text: string;
  scheme: string;
  host: string;
  port: number;
  /** Path and query, never empty. */
  target: string;
  user: string | undefined;
}

export const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Reads a URL; the scheme may be left out. Undefined: malformed (curl exit 3). */
export const parseUrl = (text: string): CurlUrl | undefined => {
  const match =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::([^/?#]*))?([^#]*)(?:#.*)?$/.exec(
      text,
    );
  if (!match) return undefined;
  const [, scheme = 'http', user, rawHost = '', portText, rest = ''] = match;
  const host = rawHost.replace(/^\[|\]$/g, '');
  if (host === '' || /[\s\\]/.test(text) || !/^\d*$/.test(portText ?? '') || Number(portText ?? 0) > 65_535)
    return undefined;
  const lower = scheme.toLowerCase();
  const target = rest.startsWith('/') ? rest : `/${rest}`;
  return {
    text,
    scheme: lower,
    host,
    port: portText ? Number(portText) : (defaultPorts[lower] ?? 0),
    target: withoutDots(target),
    user,
  };
};

/** Resolves "." and ".." as curl does unless told to leave the path as it is. */
const withoutDots = (target: string): string => {
  const [path = '/', ...query] = target.split('?');
  if (!path.includes('/.')) return target;
  const kept: string[] = [];
  const parts = path.split('/').slice(1);
  for (const [index, part] of parts.entries()) {
    if (part === '..') kept.pop();
    if (part !== '.' && part !== '..') kept.push(part);
    else if (index === parts.length - 1) kept.push('');
  }
  return [`/${kept.join('/')}`, ...query].join('?');
};

/** The URL that a Location header leads to. */
export const resolveUrl = (base: CurlUrl, location: string): string => {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(location)) return location;
  const origin = `${base.scheme}://${base.host}${base.port === defaultPorts[base.scheme] ? '' : `:${base.port}`}`;
  if (location.startsWith('//')) return `${base.scheme}:${location}`;
  if (location.startsWith('/')) return `${origin}${location}`;
  const [path = '/'] = base.target.split('?');
  return `${origin}${path.slice(0, path.lastIndexOf('/') + 1)}${location}`;
};

const maxExpansion = 10_000;

/** curl's globbing: {a,b} and [1-3] make several URLs of one. */
export const expandGlobs = (text: string): string[] => {
  const match = /\{([^{}]*)\}|\[(\d+)-(\d+)(?::(\d+))?\]/.exec(text);
  if (!match) return [text];
  const [whole, list, first, last, step] = match;
  const values = list === undefined ? numbers(first ?? '0', Number(last), Number(step ?? 1)) : list.split(',');
  const rest = expandGlobs(text.slice(match.index + whole.length));
  return values.flatMap((each) => rest.map((end) => text.slice(0, match.index) + each + end)).slice(0, maxExpansion);
};

const numbers = (first: string, last: number, step: number): string[] => {
  const found: string[] = [];
  for (let each = Number(first); each <= last && found.length < maxExpansion; each += Math.max(1, step))
    found.push(String(each).padStart(first.length, '0'));
  return found;
};
