/** IPv4 arithmetic of the data plane. What is no IPv4 address has no number and is in no range. */

/** "10.0.0.1" → 167772161. */
export const addressNumber = (ip: string): number | undefined => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(ip);
  if (!parts) return undefined;
  let total = 0;
  for (const part of parts.slice(1)) {
    if (Number(part) > 255) return undefined;
    total = total * 256 + Number(part);
  }
  return total;
};

/** 167772161 → "10.0.0.1". */
export const addressText = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** Whether an address lies in a CIDR such as 10.96.0.0/16. A bare address is a range of one. */
export const inRange = (ip: string, cidr: string): boolean => {
  const [base = '', bits = '32'] = cidr.split('/');
  const [low, number] = [addressNumber(base), addressNumber(ip)];
  if (low === undefined || number === undefined) return ip === base;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(low / size) === Math.floor(number / size);
};

/** The n-th address of a CIDR: `nthAddress('10.96.0.0/16', 10)` is 10.96.0.10, where the cluster DNS lives by convention. */
export const nthAddress = (cidr: string, position: number): string | undefined => {
  const number = addressNumber(cidr.split('/')[0] ?? '');
  return number === undefined ? undefined : addressText(number + position);
};

export const isLoopback = (ip: string): boolean => ip.startsWith('127.') || ip === '::1';
