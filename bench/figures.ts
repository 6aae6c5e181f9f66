import { stdout } from 'node:process';

export const print = (line: string): void => {
  stdout.write(`${line}\n`);
};

export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

export const seconds = (milliseconds: number, digits = 1): string => `${(milliseconds / 1_000).toFixed(digits)} s`;

/** The result of a measurement and its goal. */
export interface Figure {
  what: string;
  value: string;
  goal?: { text: string; met: boolean };
  /** Details: single values, other times. */
  note?: string;
}

export interface Measurement {
  name: string;
  summary: string;
  measure(runs: number): Promise<Figure[]>;
}

/** A goal that holds up to a limit. */
export const atMost = (value: number, limit: number, text: string): NonNullable<Figure['goal']> => ({
  text: `≤ ${text}`,
  met: value <= limit,
});
