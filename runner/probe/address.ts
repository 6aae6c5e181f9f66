import { isIPv4, isIPv6 } from 'node:net';

const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i;

/**
 * An address as it is compared: IPv6 in the short form of RFC 5952, an IPv4 address inside IPv6 (`::ffff:10.0.0.1`, as
 * servers with one socket for both print it) as IPv4. Undefined when the text is no address.
 */
export const canonicalAddress = (text: string): string | undefined => {
  const [, inner = text] = mapped.exec(text) ?? [];
  if (isIPv4(inner)) return inner;
  if (!isIPv6(inner)) return undefined;
  // A URL's host is written by that standard's own rules.
  const host = URL.canParse(`http://[${inner}]/`) ? new URL(`http://[${inner}]/`).hostname.slice(1, -1) : undefined;
  return host?.startsWith('::ffff:') ? fromHex(host.slice('::ffff:'.length)) : host;
};

/** `a00:1` → 10.0.0.1: how the short form writes an IPv4 address. */
const fromHex = (text: string): string =>
  text
    .split(':')
    .flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 0xff])
    .join('.');

/** The first address in a text, whatever stands around it: `10.244.0.5:41234`, `[fd00::1]:8080`, `from ::ffff:10.0.0.1`. */
export const firstAddress = (text: string): string | undefined => {
  for (const [word] of text.matchAll(/[0-9A-Fa-f:.]+/g))
    for (const candidate of [word, word.replace(/:\d+$/, ''), word.replace(/[.:]+$/, '')]) {
      const address = canonicalAddress(candidate);
      if (address !== undefined && address !== '::') return address;
    }
  return undefined;
};
