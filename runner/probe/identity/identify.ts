import type { Backend } from './backends.ts';

/** Characters of a DNS name: next to one of them, a name is longer than the match. */
const inName = /[A-Za-z0-9-]/;

/**
 * Whether a match is a whole name. A domain may follow (web-1.web.demo is web-1), but 10.0.0.1 is not in 10.0.0.1.5.
 */
const standsAlone = (text: string, start: number, end: number, name: string): boolean => {
  const before = text[start - 1] ?? ' ';
  const after = text[end] ?? ' ';
  if (inName.test(before) || before === '.' || before === '_' || inName.test(after) || after === '_') return false;
  return !(/^[\d.]+$/.test(name) && after === '.' && /\d/.test(text[end + 1] ?? ''));
};

const names = (text: string, name: string): boolean => {
  if (name === '') return false;
  for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + 1))
    if (standsAlone(text, start, start + name.length, name)) return true;
  return false;
};

/**
 * The backend that gave an answer: its hostname is in the body as a whole word. Undefined if there is none, or several.
 * Of several hostnames that are part of the longest one, the longest counts.
 */
export const identify = <Named extends Pick<Backend, 'hostname'>>(
  body: string,
  backends: readonly Named[],
): Named | undefined => {
  const named = backends.filter(({ hostname }) => names(body, hostname));
  const longest = named.reduce<Named | undefined>(
    (best, each) => (best && best.hostname.length >= each.hostname.length ? best : each),
    undefined,
  );
  if (!longest || !named.every(({ hostname }) => longest.hostname.includes(hostname))) return undefined;
  return named.filter(({ hostname }) => hostname === longest.hostname).length === 1 ? longest : undefined;
};
