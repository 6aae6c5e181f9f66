import { BlockList, isIP, isIPv4 } from 'node:net';
import { type FieldFault, invalidValue } from '../field-fault.ts';

/** An address as Go's sloppy parser reads it: leading zeros are decimal. Undefined when it is none. */
export const parseSloppyIp = (text: string): string | undefined => {
  const plain = /^\d+(\.\d+){3}$/.test(text) ? text.split('.').map(Number).join('.') : text;
  return isIP(plain) && !plain.includes('%') ? plain : undefined;
};

export const faultsOfIp = (field: string, text: string): FieldFault[] =>
  parseSloppyIp(text)
    ? []
    : [invalidValue(field, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];

export const faultsOfCidr = (field: string, text: string): FieldFault[] => {
  const [address = '', bits = '', ...rest] = text.split('/');
  const size = /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  const plain = parseSloppyIp(address);
  const limit = plain && isIPv4(plain) ? 32 : 128;
  return plain && size >= 0 && size <= limit && rest.length === 0
    ? []
    : [invalidValue(field, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
};

const ranges = (list: readonly [string, number][]): BlockList => {
  const blocks = new BlockList();
  for (const [address, bits] of list) blocks.addSubnet(address, bits, isIPv4(address) ? 'ipv4' : 'ipv6');
  return blocks;
};
const special: readonly [BlockList, string][] = [
  [
    ranges([
      ['127.0.0.0', 8],
      ['::1', 128],
    ]),
    'may not be in the loopback range (127.0.0.0/8, ::1/128)',
  ],
  [
    ranges([
      ['169.254.0.0', 16],
      ['fe80::', 10],
    ]),
    'may not be in the link-local range (169.254.0.0/16, fe80::/10)',
  ],
  [
    ranges([
      ['224.0.0.0', 24],
      ['ff02::', 16],
    ]),
    'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
  ],
];

/** Addresses that no endpoint and no external IP may have. */
export const faultsOfEndpointIp = (field: string, text: string): FieldFault[] => {
  const ip = parseSloppyIp(text);
  if (!ip) return [invalidValue(field, text, 'must be a valid IP address')];
  const family = isIPv4(ip) ? 'ipv4' : 'ipv6';
  return [
    ...(ip === '0.0.0.0' || /^[0:]+$/.test(ip) ? [invalidValue(field, text, `may not be unspecified (${text})`)] : []),
    ...special.filter(([blocks]) => blocks.check(ip, family)).map(([, words]) => invalidValue(field, text, words)),
  ];
};
