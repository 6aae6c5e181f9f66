import { type Random, randomHex } from '../../core/random.ts';

/** RFC 4122, version 4, from the seeded source. */
export const createUid = (random: Random): string => {
  const digits = randomHex(random, 16);
  // One flat text: joined pieces would each live as long as the whole.
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
};
