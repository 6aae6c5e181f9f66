import type { ExecResult } from '../../../cluster/cluster.ts';
import { listOf } from '../../../core/json.ts';
import type { Evidence, Finding } from '../../../core/result.ts';
import {
  choice,
  either,
  integer,
  object,
  oneOrSeveral,
  optional,
  type Shape,
  string,
  withDefault,
} from '../../../core/shape.ts';
import { capitalize } from '../../../core/words.ts';
import { expressionOf } from '../../expression.ts';
import { failed, passed, unknown } from '../../finding.ts';

/** The expectations about an output stream. */
export interface TextExpectation {
  contains?: string | string[];
  lacks?: string | string[];
  matches?: string;
  equals?: string;
}

/** The expectations about a command. */
export interface CommandExpectation {
  exit: number | 'nonzero';
  stdout?: TextExpectation;
  stderr?: TextExpectation;
}

const words = (description: string): Shape<string | string[]> => oneOrSeveral(string('A string.'), description);

const textShape = (stream: string): Shape<TextExpectation> =>
  object(
    {
      contains: optional(words('A string that the output contains, or several.')),
      lacks: optional(words('A string that the output does not contain, or several.')),
      matches: optional(
        string('A regular expression that matches the output (JavaScript; ^ and $ match at line breaks).'),
      ),
      equals: optional(string('The whole output, without the line break at its end.', { minLength: 0 })),
    },
    `The ${stream} of the command.`,
    { minProperties: 1 },
  );

/** Keys for `object(…)`. */
export const commandFields = {
  exit: withDefault(
    either(
      integer('The exit code.', { minimum: 0, maximum: 255 }),
      choice(['nonzero'], 'Any exit code but 0.'),
      'The exit code of the command, or nonzero for any failure.',
    ),
    0,
  ),
  stdout: optional(textShape('standard output')),
  stderr: optional(textShape('standard error')),
};

const longestKept = 16_000;

/**
 * Judges a command that ran. Without an exit code nothing is known. An output that was cut proves nothing about the
 * rest.
 */
export const judgeCommand = (
  line: string,
  expectation: CommandExpectation,
  { status, stdout, stderr, truncated }: ExecResult,
  reproduce: string,
): Finding => {
  const observation = { exit: status ?? null, stdout: kept(stdout), stderr: kept(stderr) };
  const seen = {
    expected: `${line} ${expectedText(expectation)}`,
    actual: status === undefined ? 'it ended without an exit code' : `it ended with exit code ${status}`,
    evidence: transcript(stdout, stderr),
    reproduce,
    observation,
  };
  if (status === undefined)
    return unknown('no-exit-status', `${line} ended without an exit status, so its result is unknown.`, seen);
  if (expectation.exit === 'nonzero' ? status === 0 : status !== expectation.exit) {
    const said = (stderr.trim() || stdout.trim()).split('\n')[0]?.slice(0, 300);
    const message = `${line} ended with exit code ${status} instead of ${expectation.exit}${said ? `: ${said}` : '.'}`;
    return failed('exit-mismatch', message, seen);
  }
  const faults = [
    ...textFaults('standard output', expectation.stdout, stdout),
    ...textFaults('standard error', expectation.stderr, stderr),
  ];
  // A missing string may be in the part that was cut, and so may a forbidden one.
  if (truncated && (faults.length > 0 || needsAll(expectation)))
    return unknown('transcript-unreadable', `${line} printed more output than Plumbline keeps.`, seen);
  if (faults.length === 0) return passed(seen);
  return failed('output-mismatch', faults.join(' '), { ...seen, actual: faults[0] ?? seen.actual });
};

const textFaults = (stream: string, expectation: TextExpectation | undefined, text: string): string[] => {
  if (!expectation) return [];
  const { equals, matches } = expectation;
  const shown = quote(text);
  return [
    ...listOf(expectation.contains)
      .filter((part) => !text.includes(part))
      .map((part) => `${capitalize(stream)} lacks ${quote(part)}; it is ${shown}.`),
    ...listOf(expectation.lacks)
      .filter((part) => text.includes(part))
      .map((part) => `${capitalize(stream)} contains ${quote(part)}, which it must not.`),
    ...(matches !== undefined && !expressionOf(matches, 'm').test(text)
      ? [`${capitalize(stream)} does not match /${matches}/; it is ${shown}.`]
      : []),
    ...(equals !== undefined && trimEnd(text) !== trimEnd(equals)
      ? [`${capitalize(stream)} is ${shown} instead of ${quote(equals)}.`]
      : []),
  ];
};

const needsAll = ({ stdout, stderr }: CommandExpectation): boolean =>
  [stdout, stderr].some((each) => each?.lacks !== undefined || each?.equals !== undefined);

const expectedText = ({ exit, stdout, stderr }: CommandExpectation): string =>
  [
    `ends with exit code ${exit === 'nonzero' ? 'other than 0' : exit}`,
    ...describeText('standard output', stdout),
    ...describeText('standard error', stderr),
  ].join(', ');

const describeText = (stream: string, text: TextExpectation | undefined): string[] => [
  ...listOf(text?.contains).map((part) => `${stream} contains ${quote(part)}`),
  ...listOf(text?.lacks).map((part) => `${stream} lacks ${quote(part)}`),
  ...(text?.matches === undefined ? [] : [`${stream} matches /${text.matches}/`]),
  ...(text?.equals === undefined ? [] : [`${stream} is ${quote(text.equals)}`]),
];

const transcript = (stdout: string, stderr: string): Evidence[] =>
  [
    { title: 'standard output', text: kept(stdout) },
    { title: 'standard error', text: kept(stderr) },
  ].filter(({ text }) => text !== '');

const trimEnd = (text: string): string => text.replace(/\r?\n$/, '');
const kept = (text: string): string => trimEnd(text).slice(0, longestKept);
const quote = (text: string): string => JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
