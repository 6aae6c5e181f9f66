import type { ExecResult, Vantage } from '../../cluster/cluster.ts';
import { Unobservable } from '../../core/rejection.ts';
import { endOf, limited, type ProbeContext, runScript } from '../exec.ts';
import { freshMark, readRecords } from './transcript.ts';

/** A program with its arguments, which runs `times` times in sequence, each time as a new process. */
export interface Command {
  /** The program is fixed in our code. The arguments may contain anything. */
  argv: readonly [program: string, ...words: string[]];
  /** Default: 1. */
  times?: number;
}

export interface BatchOptions {
  commands: readonly Command[];
  /** No run starts more than this many seconds after the first, so a batch without any answer ends early. */
  seconds: number;
  /** The maximum duration of a single run in seconds. */
  longestRun: number;
  /**
   * The maximum number of bytes of each output stream of one run. Default: 512 to 16 384, depending on the number of
   * runs.
   */
  share?: number;
  /** Certificates in PEM format, which the programs get as a file through CURL_CA_BUNDLE. */
  certificates?: string;
}

/** One run of a command. */
export interface Run {
  /** Index into `commands`. */
  command: number;
  status: number;
  /** Cut after `share` bytes. The program itself runs to its end. */
  stdout: string;
  stderr: string;
}

const beginning = `
mark=$1 limit=$2 end=$(($(date +%s) + $3))
`;

const keepCertificates = `
CURL_CA_BUNDLE=$(mktemp) || exit 73
export CURL_CA_BUNDLE
trap 'rm -f "$CURL_CA_BUNDLE"' EXIT
cat >"$CURL_CA_BUNDLE"
`;

/** The number of positional parameters before the arguments of the commands. */
const ownParameters = 3;

/**
 * The runs of one command. Its arguments are the positional parameters from `first`: the script has only their numbers.
 */
const loopOf = (index: number, { argv, times = 1 }: Command, first: number): string => `
left=${times}
while [ "$left" -gt 0 ] && [ "$(date +%s)" -lt "$end" ]; do
  left=$((left - 1))
  printf '\\n%s run ${index}\\n' "$mark"
  {
    ${argv.map((_, word) => `"\${${first + word}}"`).join(' ')}
    printf '\\n%s exit %s\\n' "$mark" "$?" >&2
  } | {
    head -c "$limit"
    cat >/dev/null
  }
done
`;

const scriptOf = (commands: readonly Command[]): string => {
  let next = ownParameters + 1;
  const loops = commands.map((command, index) => {
    const loop = loopOf(index, command, next);
    next += command.argv.length;
    return loop;
  });
  return loops.join('');
};

const transcriptLimit = 1_048_576;
const smallestShare = 512;
const largestShare = 16_384;

/**
 * Runs commands in one exec, because an exec takes a hundred times as long as a request. Where execs are cheap, each
 * run has its own. Runs for which there was no time are missing from the result. Rejects with `Unobservable` as
 * `runScript` does, and if the output is not that of the script.
 */
export const runBatch = (context: ProbeContext, vantage: Vantage, options: BatchOptions): Promise<Run[]> =>
  context.cluster.cheapExec && options.certificates === undefined
    ? runEach(context, vantage, options)
    : runTogether(context, vantage, options);

/** The time limit for a whole batch in milliseconds. */
const timeoutOf = ({ seconds, longestRun }: BatchOptions): number => (seconds + longestRun + 5) * 1_000;

const totalOf = (commands: readonly Command[]): number => commands.reduce((sum, { times = 1 }) => sum + times, 0);

const shareOf = ({ commands, share: wanted }: BatchOptions): number => {
  if (wanted !== undefined) return wanted;
  const share = Math.floor((transcriptLimit * 0.8) / Math.max(1, totalOf(commands)));
  return Math.max(smallestShare, Math.min(largestShare, share));
};

const runEach = (context: ProbeContext, vantage: Vantage, options: BatchOptions): Promise<Run[]> => {
  const { commands, seconds } = options;
  const { clock, cluster } = context;
  const limit = shareOf(options);
  return limited(context, vantage, timeoutOf(options), async (signal) => {
    const end = clock.now() + seconds * 1_000;
    const runs: Run[] = [];
    for (const [index, { argv, times = 1 }] of commands.entries())
      for (let left = times; left > 0 && clock.now() < end; left--) {
        const result = await cluster.exec(vantage, { command: argv, limit, signal });
        runs.push({ command: index, ...endingOf(result, vantage, argv[0]) });
      }
    return runs;
  });
};

const endingOf = (result: ExecResult, vantage: Vantage, tool: string): Omit<Run, 'command'> => {
  const { stdout, stderr, failure } = result;
  // The caller judges the exit status of a program that ran, even if it is 127.
  const status = (failure === undefined ? result.status : undefined) ?? endOf(result, vantage, { tool });
  return { status, stdout, stderr: stderr.trim() };
};

const runTogether = async (context: ProbeContext, vantage: Vantage, options: BatchOptions): Promise<Run[]> => {
  const { commands, seconds, certificates } = options;
  const mark = freshMark();
  const limit = shareOf(options);
  const words = commands.flatMap(({ argv }) => argv);
  const { stdout, stderr, status } = await runScript(context, vantage, {
    script: beginning + (certificates === undefined ? '' : keepCertificates) + scriptOf(commands),
    args: [mark, String(limit), String(seconds), ...words],
    tools: [...new Set(commands.map(({ argv }) => argv[0]))],
    ...(certificates !== undefined && { stdin: certificates }),
    timeout: timeoutOf(options),
    limit: transcriptLimit + totalOf(commands) * smallestShare,
  });
  const runs = readRuns(stdout, stderr, mark);
  if (status === 0 && runs) return runs;
  throw new Unobservable(
    'transcript-unreadable',
    status === 0 ? 'The output of a probe is incomplete.' : `The script of a probe ended with exit status ${status}.`,
    undefined,
    [{ title: 'errors of the probe', text: stderr.replaceAll(mark, '').slice(0, 2_000) }],
  );
};

/**
 * Both streams have the same runs in the same order. On standard output, a mark precedes the output of each run. On
 * standard error, a mark with the exit status follows its errors.
 */
const readRuns = (stdout: string, stderr: string, mark: string): Run[] | undefined => {
  const texts = readRecords(stdout, mark);
  // With a mark before the first errors, the text of each record belongs to the next mark.
  const errors = readRecords(`\n${mark} begin\n${stderr}`, mark);
  if (errors.length !== texts.length + 1) return undefined;
  const runs: Run[] = [];
  for (const [place, { words, text }] of texts.entries()) {
    const [before, end] = [errors[place], errors[place + 1]];
    const status = Number(end?.words[1]);
    if (words[0] !== 'run' || end?.words[0] !== 'exit' || !Number.isInteger(status)) return undefined;
    runs.push({ command: Number(words[1]), status, stdout: text, stderr: before?.text.trim() ?? '' });
  }
  return runs;
};
