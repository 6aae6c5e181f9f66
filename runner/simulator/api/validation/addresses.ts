import { isIP, isIPv4 } from 'node:net';
import { inRange, ipv4Text, parseRange, unmappedAddress } from '../../../core/address.ts';
import { type FieldError, invalidValue } from '../field-error.ts';

/** An address as Go's sloppy parser reads it: leading zeros are decimal. Undefined when it is none. */
export const parseSloppyIp = (text: string): string | undefined => {
  const plain = /^\d+(\.\d+){3}$/.test(text) ? text.split('.').map(Number).join('.') : text;
  return isIP(plain) && !plain.includes('%') ? plain : undefined;
};

export const validateIp = (field: string, text: string): FieldError[] =>
  parseSloppyIp(text)
    ? []
    : [invalidValue(field, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];

export const validateCidr = (field: string, text: string): FieldError[] => {
  const [address = '', bits = '', ...rest] = text.split('/');
  const size = /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  const plain = parseSloppyIp(address);
  const limit = plain && isIPv4(plain) ? 32 : 128;
  return plain && size >= 0 && size <= limit && rest.length === 0
    ? []
    : [invalidValue(field, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
};

/** Whether a right CIDR is a smaller part of another. */
export const isInside = (text: string, whole: string): boolean => {
  const [address = '', bits = ''] = text.split('/');
  const [wholeAddress = '', wholeBits = ''] = whole.split('/');
  const [ip = '', wholeIp = ''] = [parseSloppyIp(address), parseSloppyIp(wholeAddress)];
  return Number(bits) > Number(wholeBits) && inRange(ip, `${wholeIp}/${wholeBits}`);
};

/** The API server's warnings about an address that it still takes: GetWarningsForIP. */
export const warningsOfIp = (field: string, text: string): string[] => {
  const ip = parseSloppyIp(text);
  if (!ip) return [];
  const standard = unmappedAddress(ip) ?? ip;
  if (standard === text) return [];
  return isIPv4(standard)
    ? [
        `${field}: non-standard IP address "${text}" will be considered invalid in a future Kubernetes release: use "${standard}"`,
      ]
    : [`${field}: IPv6 address "${text}" should be in RFC 5952 canonical format ("${standard}")`];
};

/** The same of a CIDR, for IPv4: GetWarningsForCIDR. */
export const warningsOfCidr = (field: string, text: string): string[] => {
  const [address = '', bits = ''] = text.split('/');
  const ip = parseSloppyIp(address);
  const range = ip && isIPv4(ip) ? parseRange(`${ip}/${bits}`) : undefined;
  if (!range) return [];
  const network = `${ipv4Text(range.first)}/${Number(bits)}`;
  return [
    ...(network === `${ip}/${Number(bits)}`
      ? []
      : [`${field}: CIDR value "${text}" is ambiguous in this context (should be "${network}" or "${ip}/32"?)`]),
    ...(address === ip && bits === String(Number(bits))
      ? []
      : [
          `${field}: non-standard CIDR value "${text}" will be considered invalid in a future Kubernetes release: use "${network}"`,
        ]),
  ];
};

/** Ranges → why no endpoint may be in them. */
const special: readonly [readonly string[], string][] = [
  [['127.0.0.0/8', '::1/128'], 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [['169.254.0.0/16', 'fe80::/10'], 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  [['224.0.0.0/24', 'ff02::/16'], 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
];

/** Addresses that no endpoint and no external IP may have. */
export const validateEndpointIp = (field: string, text: string): FieldError[] => {
  const ip = parseSloppyIp(text);
  if (!ip) return [invalidValue(field, text, 'must be a valid IP address')];
  const isIn = (cidrs: readonly string[]): boolean => cidrs.some((cidr) => inRange(ip, cidr));
  return [
    ...(ip === '0.0.0.0' || /^[0:]+$/.test(ip) ? [invalidValue(field, text, `may not be unspecified (${text})`)] : []),
    ...special.filter(([cidrs]) => isIn(cidrs)).map(([, words]) => invalidValue(field, text, words)),
  ];
};
