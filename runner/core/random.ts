/** A source of numbers in [0, 1). The same seed gives the same sequence on every machine. */
export type Random = () => number;

/** mulberry32: 32 bits of state are enough to choose names and orders. Not for secrets. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A name of letters and digits as in the generated names of Kubernetes (no vowels, so that no words appear). */
export const randomName = (random: Random, length = 8): string =>
  Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');

/** A number of random bytes as hexadecimal digits. */
export const randomHex = (random: Random, bytes: number): string =>
  Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256))).toString('hex');
