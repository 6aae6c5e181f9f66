import { randomBytes, randomInt } from 'node:crypto';

/** An id such as `20260131-142501-k3f9x2`: ids sort by time, and two runs of the same second differ. */
export const makeRunId = (date: Date): string => {
  const digits = date.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  const suffix = Array.from(randomBytes(6), (byte) => letters[byte % letters.length]).join('');
  return `${digits}-${suffix}`;
};

/** A seed for a run without --seed. It is printed, so that the run can be repeated. */
export const makeSeed = (): number => randomInt(1, 1_000_000);
