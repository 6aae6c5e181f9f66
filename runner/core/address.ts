import { isIPv4, isIPv6 } from 'node:net';

/** IP addresses, ranges of them (CIDRs), and their names in DNS. A text that is no address has no number and no name. */

/** "10.0.0.1" → 167772161. Leading zeros are decimal, as Go's sloppy parser reads them. */
export const ipv4Number = (text: string): number | undefined => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!parts) return undefined;
  let total = 0;
  for (const part of parts.slice(1)) {
    if (Number(part) > 255) return undefined;
    total = total * 256 + Number(part);
  }
  return total;
};

/** 167772161 → "10.0.0.1". */
export const ipv4Text = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** Addresses of IPv4 that follow each other. */
export interface Range {
  first: number;
  /** The network's own address and the broadcast address count too. */
  size: number;
}

/** The range that an IPv4 CIDR such as 10.96.0.0/16 writes; a bare address is a range of one. */
export const parseRange = (cidr: string): Range | undefined => {
  const [base = '', bits = '32'] = cidr.split('/');
  const number = ipv4Number(base);
  if (number === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  return { first: Math.floor(number / size) * size, size };
};

export const contains = ({ first, size }: Range, ip: string): boolean => {
  const number = ipv4Number(ip);
  return number !== undefined && number >= first && number < first + size;
};

/** The IPv6 range of a CIDR such as fd00::/8: the network's number, and how many bits are left for addresses. */
const parseRange6 = (cidr: string): { first: bigint; rest: bigint } | undefined => {
  const [base = '', bits = '128'] = cidr.split('/');
  const number = ipv6Number(base);
  if (number === undefined || !/^\d{1,3}$/.test(bits) || Number(bits) > 128) return undefined;
  const rest = BigInt(128 - Number(bits));
  return { first: (number >> rest) << rest, rest };
};

/** The address at a place in a CIDR: 10.96.0.0/16 and 10 give 10.96.0.10. */
export const addressAt = (cidr: string, index: number): string | undefined => {
  const range = parseRange(cidr);
  if (range) return ipv4Text(range.first + index);
  const range6 = parseRange6(cidr);
  return range6 && ipv6Text(range6.first + BigInt(index));
};

/** Whether an address lies in a CIDR such as 10.96.0.0/16 or fd00::/8. A bare address is a range of one. */
export const inRange = (ip: string, cidr: string): boolean => {
  const range = parseRange(cidr);
  if (range) return contains(range, ip);
  const [range6, number] = [parseRange6(cidr), ipv6Number(ip)];
  return range6 !== undefined && number !== undefined && number >> range6.rest === range6.first >> range6.rest;
};

export const isLoopback = (ip: string): boolean => ip.startsWith('127.') || ip === '::1';

/** The one spelling of an address: IPv6 as RFC 5952 writes it. */
export const canonicalAddress = (text: string): string | undefined => {
  if (isIPv4(text)) return text;
  // The host of a URL is written by the same rules: https://url.spec.whatwg.org/#concept-ipv6-serializer
  return isIPv6(text) ? URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1) : undefined;
};

/**
 * The one spelling of an address, with an IPv4 address inside IPv6 as IPv4: a server with one socket for both families
 * tells ::ffff:10.0.0.1 for a client at 10.0.0.1.
 */
export const unmappedAddress = (text: string): string | undefined => {
  const address = canonicalAddress(text);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(address ?? '') ?? [];
  if (high === undefined || low === undefined) return address;
  return ipv4Text(Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16));
};

/** The first address in a text, whatever stands around it: `10.244.0.5:41234`, `[fd00::1]:8080`, `from ::ffff:10.0.0.1`. */
export const firstAddress = (text: string): string | undefined => {
  for (const [word] of text.matchAll(/[0-9A-Fa-f:.]+/g))
    for (const candidate of [word, word.replace(/:\d+$/, ''), word.replace(/[.:]+$/, '')]) {
      const address = unmappedAddress(candidate);
      if (address !== undefined && address !== '::') return address;
    }
  return undefined;
};

/** The 32 hexadecimal digits of an IPv6 address. */
const digitsOf = (ip: string): string | undefined => {
  const address = isIPv6(ip) ? canonicalAddress(ip) : undefined;
  if (address === undefined) return undefined;
  const [before = [], after = []] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join('');
};

const ipv6Number = (ip: string): bigint | undefined => {
  const digits = digitsOf(ip);
  return digits === undefined ? undefined : BigInt(`0x${digits}`);
};

const ipv6Text = (number: bigint): string | undefined => addressOfDigits(number.toString(16).padStart(32, '0'));

const addressOfDigits = (digits: string): string | undefined =>
  canonicalAddress(digits.match(/.{4}/g)?.join(':') ?? '');

/** The name of an address's PTR record (RFC 1035 §3.5, RFC 3596 §2.5): 10.244.1.4 → 4.1.244.10.in-addr.arpa. */
export const reverseName = (ip: string): string | undefined => {
  if (isIPv4(ip)) return `${ip.split('.').toReversed().join('.')}.in-addr.arpa.`;
  const digits = digitsOf(ip);
  return digits && `${[...digits].toReversed().join('.')}.ip6.arpa.`;
};

/** The address whose PTR record has that name. */
export const reversedAddress = (name: string): string | undefined => {
  const [, octets] = /^(\d+\.\d+\.\d+\.\d+)\.in-addr\.arpa\.$/i.exec(name) ?? [];
  if (octets !== undefined) return octets.split('.').toReversed().join('.');
  const [, nibbles] = /^((?:[0-9a-f]\.){32})ip6\.arpa\.$/i.exec(name) ?? [];
  return nibbles === undefined ? undefined : addressOfDigits(nibbles.split('.').toReversed().join(''));
};
