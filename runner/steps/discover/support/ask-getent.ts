import { type Run, runBatch } from '../../../probe/batch/batch.ts';
import type { DnsAnswer, RecordType } from './dig-answer.ts';
import type { Asking, Lookup, Question } from './lookup.ts';
import { withoutDot } from './resolver-settings.ts';

/** A resolver may query each of its servers twice for each name, and wait five seconds each time (resolv.conf(5)). */
const limits = { seconds: 3, longestRun: 50 };

/** The database of getent(1) for each type of records. */
const databases: Partial<Record<RecordType, string>> = { A: 'ahostsv4', AAAA: 'ahostsv6' };

/** getent returns addresses only. */
export const canAskGetent = (questions: readonly Question[]): boolean =>
  questions.every(({ type }) => databases[type] !== undefined);

/** Asks the resolver of the vantage point. A missing answer to the first question, the control, ends all questions. */
export const askGetent = async (asking: Asking, questions: readonly Question[]): Promise<Lookup[]> => {
  const { context, vantage } = asking;
  const lookups = questions.map((question): Lookup => ({ question, tool: 'getent', answers: [] }));
  for (;;) {
    const round = lookups.filter(({ answers }) => answers.length === 0);
    if (round.length === 0 || lookups[0]?.answers[0]?.records.length === 0) return lookups;
    const commands = round.map(({ question }) => ({ argv: argvOf(question) }));
    for (const run of await runBatch(context, vantage, { commands, ...limits })) {
      const asked = round[run.command];
      if (asked) asked.answers.push(takeAnswer(argvOf(asked.question), run, asking));
    }
  }
};

const argvOf = ({ name, type, search }: Question) =>
  ['getent', databases[type] ?? '', search ? name : `${withoutDot(name)}.`] as const;

const takeAnswer = (argv: ReturnType<typeof argvOf>, { status, stdout }: Run, { texts }: Asking): DnsAnswer => {
  texts.push(`# ${argv.join(' ')}: ${status}\n${stdout.trim()}`);
  return readGetentAnswer(argv[2], status, stdout);
};

/** getent(1) ends with 0 for found and 2 for not found. It does not tell NXDOMAIN from a server that is down. */
const readGetentAnswer = (name: string, status: number, text: string): DnsAnswer => {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const records = status === 0 ? lines.map(([address = '']) => address.toLowerCase()) : [];
  // ahostsv6 also returns IPv4 addresses, mapped to IPv6, which are no AAAA records.
  const own = records.filter((each) => each !== '' && !each.startsWith('::ffff:'));
  const official = lines.find(([, , host]) => host !== undefined)?.[2];
  return { name: official ?? name, records: [...new Set(own)], aliases: [] };
};
