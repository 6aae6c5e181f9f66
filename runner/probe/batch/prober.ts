import type { Vantage } from '../../cluster/cluster.ts';
import { Unobservable } from '../../core/rejection.ts';
import { type ProbeContext, runScript, type ScriptOutput, type ScriptRun } from '../exec.ts';
import { plainWords } from '../http/http.ts';
import { requestWords } from '../http/request.ts';
import { configLine } from '../http/together.ts';
import { describeVantage } from '../vantage-text.ts';
import { startProcesses } from './prober-processes.ts';
import { type Prober, type ProberConnection, readSeparate, readShared } from './prober-record.ts';
import { freshMark } from './transcript.ts';

const connectTimeout = 2;
const timeout = 5;
/** Milliseconds that it may go on. */
const longest = 1_800_000;
/** It ends by itself after so many requests, should nobody be left to stop it. */
const mostSeparate = 30_000;
const mostShared = 6_000;
/** Requests a second over one connection. */
const perSecond = 10;
const writeOut = '%{http_code} %{num_connects} %{time_connect} %{time_total}';
const limit = 8 * 1_048_576;

// The phase is a file's text: whoever may exec beside the script can change it, and the script ends when the file is gone.
const separate = `
mark=$1 file=$2 left=$3
shift 3
phase=before
printf '%s\\n' "$phase" >"$file" || exit 73
while [ -e "$file" ] && [ "$left" -gt 0 ]; do
  left=$((left - 1))
  read -r now <"$file" && [ -n "$now" ] && phase=$now
  out=$(curl "$@" 2>&1)
  printf '\\n%s %s %s\\n%s\\n' "$mark" "$phase" "$?" "$out"
  sleep 0.02 2>/dev/null
done
rm -f "$file"
`;

// One process keeps one connection. Between the requests it reads the phase, and it ends when it cannot.
const shared = `
file=$1
shift
printf 'before\\n' >"$file" || exit 73
curl "$@" -K -
code=$?
rm -f "$file"
exit "$code"
`;

const begun = `
tries=0
while [ ! -s "$1" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || exit 75
  sleep 0.1 2>/dev/null || sleep 1
done
`;

const change = `
[ -e "$1" ] || exit 75
printf '%s\\n' "$2" >"$1"
`;

const remove = 'rm -f "$1"';

/**
 * Starts requests to a URL from a vantage point, in one exec that goes on beside others. Resolves when it has begun. Rejects
 * with `Unobservable` as `runScript` does: tool-missing also when curl is too old to keep a rate (7.84).
 */
export const startProber = async (
  context: ProbeContext,
  vantage: Vantage,
  url: string,
  connection: ProberConnection,
): Promise<Prober> => {
  if (context.cluster.cheapExec && connection === 'new') return startProcesses(context, vantage, separateWords(url));
  const mark = freshMark();
  // A name of its own: who reads it in /tmp must not be able to write records.
  const file = `/tmp/${freshMark()}`;
  const running = runScript(context, vantage, {
    ...(connection === 'new' ? separateRun(mark, file, url) : sharedRun(mark, file, url)),
    tools: ['curl'],
    timeout: longest,
    limit,
  });
  const beside = (script: string, ...args: string[]): Promise<ScriptOutput> =>
    runScript(context, vantage, { script, args: [file, ...args] });
  const early = running.then((output) => {
    throw endedEarly(output, vantage);
  });
  early.catch(() => undefined);
  const { status } = await Promise.race([beside(begun), early]);
  if (status !== 0)
    throw new Unobservable('time-ran-out', `Requests from ${describeVantage(vantage)} did not begin in time.`);
  return {
    // One that has ended already has seen its failure: `stop` tells of it.
    enter: async (phase) => void (await beside(change, phase)),
    async stop() {
      await beside(remove);
      const output = await running;
      const records = connection === 'new' ? readSeparate(output, mark) : readShared(output, mark);
      if (records.length > 0) return records;
      throw endedEarly(output, vantage);
    },
    async abandon(signal) {
      await runScript({ ...context, signal }, vantage, { script: remove, args: [file] });
    },
  };
};

type Run = Pick<ScriptRun, 'script' | 'args' | 'stdin'>;

const separateWords = (url: string): string[] => [
  ...plainWords(connectTimeout, timeout),
  // Lines of their own at both ends: where the two streams are one, curl's error comes before it or after it.
  ...['-o', '/dev/null', '-w', `\n${writeOut}\n`, ...requestWords({ url })],
];

const separateRun = (mark: string, file: string, url: string): Run => ({
  script: separate,
  args: [mark, file, String(mostSeparate), ...separateWords(url)],
});

const sharedRun = (mark: string, file: string, url: string): Run => ({
  script: shared,
  args: [
    ...[file, ...plainWords(connectTimeout, timeout, 'http,https,file')],
    ...['--fail-early', '--rate', `${2 * perSecond}/s`, '-w', `\n${mark} ${writeOut}\n`],
  ],
  stdin: [
    configLine('url', `file://${file}`),
    configLine('output', '-'),
    configLine('url', url),
    configLine('output', '/dev/null'),
  ]
    .join('')
    .repeat(mostShared),
});

/** Why there is no record of it. */
const endedEarly = ({ status, stderr }: ScriptOutput, vantage: Vantage): Unobservable => {
  const place = describeVantage(vantage);
  const evidence = [{ title: `errors in ${place}`, text: stderr.slice(0, 2_000) }];
  if (status === 73)
    return new Unobservable(
      'exec-failed',
      `Requests that go on need a file in /tmp, and none can be made in ${place}.`,
      'Use `from: probe`, or give the container an emptyDir at /tmp.',
      evidence,
    );
  if (/option --\S+: is unknown/.test(stderr))
    return new Unobservable(
      'tool-missing',
      `The curl in ${place} is older than 7.84 and cannot keep a rate.`,
      'Use `from: probe`, which has every program.',
      evidence,
    );
  return new Unobservable(
    'exec-failed',
    `Requests from ${place} ended at once, with status ${status}.`,
    undefined,
    evidence,
  );
};
