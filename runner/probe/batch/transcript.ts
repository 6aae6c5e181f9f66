import { randomBytes } from 'node:crypto';

/**
 * A word that no response can hold by chance or on purpose: 128 bits from the system's generator, new for each exec.
 * The run's own random numbers will not do: their seed is printed in every report, so a hostile pod could compute
 * the word and put records of its own into a body.
 */
export const freshMark = (): string => `plumbline-${randomBytes(16).toString('hex')}`;

/** A part of a transcript: the words of its mark line, then all text up to the next mark line. */
export interface TranscriptRecord {
  words: string[];
  text: string;
}

/**
 * Cuts a transcript at its mark lines. A script prints each as newline, mark, space, words, newline; that leading
 * newline is not part of the text before it. What stands before the first mark line is no record.
 */
export const readRecords = (transcript: string, mark: string): TranscriptRecord[] =>
  `\n${transcript}`
    .split(`\n${mark} `)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      const line = end < 0 ? part : part.slice(0, end);
      return { words: line.split(' '), text: end < 0 ? '' : part.slice(end + 1) };
    });
