/** IPv4 arithmetic on CIDRs such as 10.96.0.0/16. */

export const toNumber = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

export const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

export interface Range {
  first: number;
  /** How many addresses, the network's own included. */
  size: number;
}

export const parseCidr = (cidr: string): Range => {
  const [address = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return { first: Math.floor(toNumber(address) / size) * size, size };
};

const range = /^(\d{1,3}\.){3}\d{1,3}\/([89]|[12]\d|30)$/;

/** Whether a text is a CIDR that addresses can be given out of. */
export const isIPv4Range = (cidr: string | undefined): cidr is string => range.test(cidr ?? '');

export const contains = ({ first, size }: Range, ip: string): boolean => {
  const value = toNumber(ip);
  return value >= first && value < first + size;
};

/** The n-th address of a CIDR: 10.96.0.0/16 and 10 give 10.96.0.10. */
export const addressAt = (cidr: string, index: number): string => toAddress(parseCidr(cidr).first + index);
