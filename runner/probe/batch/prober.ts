import type { Vantage } from '../../cluster/cluster.ts';
import { Unobservable } from '../../core/rejection.ts';
import { type ProbeContext, runScript, type ScriptOutput, type ScriptRun } from '../exec.ts';
import { plainWords } from '../http/http.ts';
import { requestWords } from '../http/request.ts';
import { configLine } from '../http/together.ts';
import { describeVantage } from '../vantage-text.ts';
import { ProcessProber } from './prober-processes.ts';
import {
  type Prober,
  type ProberConnection,
  type ProberPhase,
  type ProberRecord,
  readSeparate,
  readShared,
} from './prober-record.ts';
import { freshMark } from './transcript.ts';

const connectTimeout = 2;
const timeout = 5;
/** The maximum duration of a prober in milliseconds. */
const longest = 1_800_000;
/** A prober ends by itself after this many requests, in case no process is left to stop it. */
const mostSeparate = 30_000;
const mostShared = 6_000;
/** Requests a second over one connection. */
const perSecond = 10;
const writeOut = '%{http_code} %{num_connects} %{time_connect} %{time_total}';
const limit = 8 * 1_048_576;

// A file contains the phase, so that another exec can change it. The script ends when the file is removed.
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

// One process keeps one connection. It reads the phase before each request, and ends when the file is removed.
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
 * Starts requests to a URL from a vantage point, which continue beside other execs until `stop`. Resolves when the
 * first one has been made. Rejects with `Unobservable` as `runScript` does, and with tool-missing if curl is older than
 * 7.84 and so cannot keep a rate.
 */
export const startProber = (
  context: ProbeContext,
  vantage: Vantage,
  url: string,
  connection: ProberConnection,
): Promise<Prober> =>
  context.cluster.cheapExec && connection === 'new'
    ? ProcessProber.start(context, vantage, separateWords(url))
    : ScriptProber.start(context, vantage, url, connection);

/** A prober whose requests one script makes, in one exec. A file at the vantage point holds the current phase. */
class ScriptProber implements Prober {
  readonly #context: ProbeContext;
  readonly #vantage: Vantage;
  readonly #connection: ProberConnection;
  readonly #mark = freshMark();
  // The file's name differs from the mark: a process that lists /tmp must not be able to forge records.
  readonly #file = `/tmp/${freshMark()}`;
  readonly #running: Promise<ScriptOutput>;

  private constructor(context: ProbeContext, vantage: Vantage, url: string, connection: ProberConnection) {
    this.#context = context;
    this.#vantage = vantage;
    this.#connection = connection;
    const runOf = connection === 'new' ? separateRun : sharedRun;
    const run = runOf(this.#mark, this.#file, url);
    this.#running = runScript(context, vantage, { ...run, tools: ['curl'], timeout: longest, limit });
  }

  static async start(
    context: ProbeContext,
    vantage: Vantage,
    url: string,
    connection: ProberConnection,
  ): Promise<ScriptProber> {
    const prober = new ScriptProber(context, vantage, url, connection);
    const early = prober.#running.then((output) => {
      throw endedEarly(output, vantage);
    });
    early.catch(() => undefined);
    const { status } = await Promise.race([prober.#runBeside(begun), early]);
    if (status === 0) return prober;
    throw new Unobservable('time-ran-out', `Requests from ${describeVantage(vantage)} did not start in time.`);
  }

  async enter(phase: ProberPhase): Promise<void> {
    // The script fails if the requests have already ended; `stop` reports why.
    await this.#runBeside(change, phase);
  }

  async stop(): Promise<ProberRecord[]> {
    await this.#runBeside(remove);
    const output = await this.#running;
    const read = this.#connection === 'new' ? readSeparate : readShared;
    const records = read(output, this.#mark);
    if (records.length > 0) return records;
    throw endedEarly(output, this.#vantage);
  }

  async abandon(signal: AbortSignal): Promise<void> {
    await runScript({ ...this.#context, signal }, this.#vantage, { script: remove, args: [this.#file] });
  }

  #runBeside(script: string, ...args: string[]): Promise<ScriptOutput> {
    return runScript(this.#context, this.#vantage, { script, args: [this.#file, ...args] });
  }
}

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

/** Why the requests ended without any record. */
const endedEarly = ({ status, stderr }: ScriptOutput, vantage: Vantage): Unobservable => {
  const place = describeVantage(vantage);
  const evidence = [{ title: `errors in ${place}`, text: stderr.slice(0, 2_000) }];
  if (status === 73)
    return new Unobservable(
      'exec-failed',
      `Continuous requests need a file in /tmp, and it cannot be created in ${place}.`,
      'Use `from: probe`, or give the container an emptyDir at /tmp.',
      evidence,
    );
  if (/option --\S+: is unknown/.test(stderr))
    return new Unobservable(
      'tool-missing',
      `The curl in ${place} is older than 7.84 and cannot limit the rate of requests.`,
      'Use `from: probe`, which has all programs.',
      evidence,
    );
  return new Unobservable(
    'exec-failed',
    `Requests from ${place} ended at once, with exit status ${status}.`,
    undefined,
    evidence,
  );
};
