import { type Run, runBatch } from '../../../probe/batch/batch.ts';
import { readDigAnswer } from './dig-answer.ts';
import type { Asking, Lookup, Question } from './lookup.ts';
import { candidatesOf, isInCluster, type ResolverSettings } from './resolver-settings.ts';

/**
 * dig waits four seconds for a server that does not answer, and in an exec no query starts after three seconds. The
 * queries after one that waits are made in the next exec.
 */
const limits = { seconds: 3, longestRun: 5 };
/** The maximum number of bytes of one answer: a headless Service may have thousands of pods. */
const share = 262_144;

interface Open extends Lookup {
  /** The absolute names that are still to be queried. */
  candidates: string[];
}

/**
 * Queries the absolute names that each question may mean, in order. Records end a question, as in a resolver, and so
 * does a missing answer. A missing answer to the first question, the control, ends all questions.
 */
export const askDig = async (asking: Asking, questions: readonly Question[]): Promise<Lookup[]> => {
  const { context, vantage, settings } = asking;
  const lookups = questions.map((question): Open => {
    const candidates = candidatesOf(question.name, settings, question.search);
    return { question, tool: 'dig', answers: [], candidates };
  });
  for (;;) {
    const round = lookups.flatMap((lookup) => nextNames(lookup, settings).map((name) => ({ lookup, name })));
    if (round.length === 0 || isSilent(lookups[0])) return lookups;
    const commands = round.map(({ lookup, name }) => ({ argv: argvOf(lookup.question, name) }));
    for (const run of await runBatch(context, vantage, { commands, ...limits, share })) {
      const asked = round[run.command];
      if (asked) takeAnswer(asked.lookup, asked.name, run, asking);
    }
  }
};

const argvOf = ({ type }: Question, name: string) =>
  ['dig', '+nosearch', '+time=2', '+tries=2', '-t', type, '-q', name] as const;

/**
 * The next names to query: those of the cluster's domain together, because its server knows them all; others one by
 * one.
 */
const nextNames = ({ candidates }: Open, settings: ResolverSettings): string[] => {
  const others = candidates.findIndex((name) => !isInCluster(name, settings));
  return candidates.slice(0, others < 0 ? candidates.length : Math.max(1, others));
};

const takeAnswer = (lookup: Open, name: string, { status, stdout, stderr }: Run, { texts }: Asking): void => {
  // An earlier answer of the same round may have ended the question.
  if (!lookup.candidates.includes(name)) return;
  texts.push(`# dig ${lookup.question.type} ${name}\n${[stdout, stderr].join('\n').trim()}`);
  const answer = readDigAnswer(name, lookup.question.type, stdout);
  lookup.answers.push(answer);
  // dig(1) ends with 9 if no server answered.
  const isOver = status !== 0 || answer.records.length > 0;
  lookup.candidates = isOver ? [] : lookup.candidates.filter((each) => each !== name);
};

const isSilent = (lookup: Lookup | undefined): boolean => {
  const last = lookup?.answers.at(-1);
  return last !== undefined && last.rcode === undefined;
};
