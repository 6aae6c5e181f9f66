import { randomBytes } from 'node:crypto';

/**
 * A word that no response can contain by chance or on purpose: 128 bits from the system's generator, new for each exec.
 * The random numbers of the run are not used: every report has their seed, so a hostile pod could compute the word and
 * forge records in a body.
 */
export const freshMark = (): string => `plumbline-${randomBytes(16).toString('hex')}`;

/** A part of an output: the words of its mark line, and the text up to the next mark line. */
export interface TranscriptRecord {
  words: string[];
  text: string;
}

/**
 * Splits an output at its mark lines. A script prints each mark line as newline, mark, space, words, newline. The
 * leading newline is not part of the text before it. Text before the first mark line is ignored.
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
