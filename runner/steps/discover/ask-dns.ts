import type { Vantage } from '../../cluster/cluster.ts';
import { runScript } from '../../probe/exec.ts';
import { freshMark, readRecords } from '../../probe/transcript.ts';
import { Unobservable } from '../finding.ts';
import type { StepContext } from '../step.ts';
import { type DnsAnswer, type RecordType, readDigAnswer } from './dig-answer.ts';
import { readResolvConf } from './read-resolv-conf.ts';
import { candidatesOf, type ResolverSettings, readResolverSettings } from './resolver-settings.ts';

/** A name to look up. */
export interface Question {
  name: string;
  type: RecordType;
  /** Complete the name with the place's search list. */
  search: boolean;
}

/** A question with all that was asked for it. */
export interface Lookup {
  question: Question;
  /** getent tells found from not found and no more. */
  tool: 'dig' | 'getent';
  answers: DnsAnswer[];
}

export interface DnsTranscript {
  settings: ResolverSettings;
  lookups: Lookup[];
  text: string;
}

/**
 * Arguments: the mark, then five words a question: its number, type, candidates, name and getent database. A candidate with
 * records ends its question, as it does in a resolver, and so does a server that does not answer, for which dig(1) ends with
 * 9. When that happens to the first question, which is the control, none of the others is asked: each would wait as long.
 */
const script = `
set -f
mark=$1
shift
if command -v dig >/dev/null 2>&1; then tool=dig
elif command -v getent >/dev/null 2>&1; then tool=getent
else echo 'plumbline: missing dig' >&2; exit 127
fi
with_dig() {
  for candidate in $3; do
    printf '\\n%s dig %s %s\\n' "$mark" "$1" "$candidate"
    answer=$(dig +nosearch +time=2 +tries=2 -t "$2" -q "$candidate" 2>&1)
    answered=$?
    printf '%s\\n' "$answer"
    [ "$answered" = 0 ] || return 1
    if [ "\${answer%%status: NOERROR*}" != "$answer" ] && [ "\${answer%%ANSWER: 0,*}" = "$answer" ]; then return 0; fi
  done
}
with_getent() {
  if [ "$5" = - ]; then echo 'plumbline: missing dig' >&2; exit 127; fi
  answer=$(getent "$5" "$4" 2>&1)
  printf '\\n%s getent %s %s %s\\n%s\\n' "$mark" "$1" "$4" "$?" "$answer"
}
while [ "$#" -gt 0 ]; do
  if ! "with_$tool" "$1" "$2" "$3" "$4" "$5" && [ "$1" = 0 ]; then break; fi
  shift 5
done
printf '\\n%s end\\n' "$mark"
`;

/** Milliseconds for all questions of one look: dig gives up after four seconds each. */
const timeout = 60_000;

/** Asks all questions in one exec, one after the other. Rejects as `runScript` does, and with spec-invalid for a name that is none. */
export const askDns = async (
  context: StepContext,
  vantage: Vantage,
  questions: readonly Question[],
): Promise<DnsTranscript> => {
  for (const { name } of questions) assertName(name);
  const settings = await resolverOf(context, vantage);
  const mark = freshMark();
  const args = questions.flatMap(({ name, type, search }, index) => [
    String(index),
    type,
    candidatesOf(name, settings, search).join(' '),
    search ? name : `${name.replace(/\.$/, '')}.`,
    type === 'A' ? 'ahostsv4' : type === 'AAAA' ? 'ahostsv6' : '-',
  ]);
  const { stdout } = await runScript(context, vantage, { script, args: [mark, ...args], timeout });
  const records = readRecords(stdout, mark);
  if (records.at(-1)?.words[0] !== 'end')
    throw new Unobservable('transcript-unreadable', 'The answers of the DNS lookup are not complete.', undefined, [
      { title: 'transcript', text: stdout.slice(0, 4_000) },
    ]);
  const lookups = questions.map((question, index) => lookupOf(question, String(index), records));
  return {
    settings,
    lookups,
    text: records.map(({ words, text }) => `# ${words.join(' ')}\n${text.trim()}`).join('\n'),
  };
};

const lookupOf = (question: Question, index: string, records: readonly { words: string[]; text: string }[]): Lookup => {
  const own = records.filter(({ words }) => words[1] === index);
  const tool = own[0]?.words[0] === 'getent' ? 'getent' : 'dig';
  const answers = own.map(({ words, text }) =>
    tool === 'dig'
      ? readDigAnswer(words[2] ?? '', question.type, text)
      : readGetentAnswer(words[2] ?? '', words[3] ?? '', text),
  );
  return { question, tool, answers };
};

/** 0 found, 2 not found (getent(1)); it never tells NXDOMAIN from a server that is down. */
const readGetentAnswer = (name: string, status: string, text: string): DnsAnswer => {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const records = status === '0' ? lines.map(([address = '']) => address.toLowerCase()) : [];
  // ahostsv6 maps IPv4 addresses into IPv6 ones; no record says so.
  const own = records.filter((each) => each !== '' && !each.startsWith('::ffff:'));
  const official = lines.find(([, , host]) => host !== undefined)?.[2];
  return { name: official ?? name, records: [...new Set(own)], aliases: [] };
};

/** What the resolver of a place is told, read once a step. */
export const resolverOf = async (context: StepContext, vantage: Vantage): Promise<ResolverSettings> => {
  const key = `resolver ${JSON.stringify(vantage)}`;
  const known = context.memory.get(key) as ResolverSettings | undefined;
  if (known) return known;
  const settings = readResolverSettings(await readResolvConf(context, vantage));
  context.memory.set(key, settings);
  return settings;
};

const assertName = (name: string): void => {
  if (name.length <= 254 && /^[a-z0-9_]([a-z0-9_-]|\.(?!\.))*$/i.test(name)) return;
  throw new Unobservable('spec-invalid', `${JSON.stringify(name.slice(0, 300))} is no DNS name.`);
};
