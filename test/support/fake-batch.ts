import type { ExecRequest, ExecResult, Vantage } from '../../runner/cluster/cluster.ts';

/** The result of one run of a program. */
export interface FakeRun {
  status?: number;
  stdout?: string;
  stderr?: string;
}

export type FakeProgram = (argv: string[], vantage: Vantage) => FakeRun;

/** Whether a command is one curl that requests several URLs. */
const isStream = ([program, ...words]: readonly string[]): boolean => program === 'curl' && words.includes('-K');

/** Answers an exec of one curl with many URLs. The function answers each URL. */
export const fakeStream =
  (program: FakeProgram) =>
  (vantage: Vantage, { command, stdin = '' }: ExecRequest): Partial<ExecResult> => {
    if (!isStream(command)) throw new Error(`not one curl: ${command.join(' ').slice(0, 60)}`);
    const words = command.slice(0, command.indexOf('-K'));
    const runs = [...stdin.matchAll(/^url = "(.*)"$/gm)].map(([, url = '']) => program([...words, url], vantage));
    return {
      stdout: runs.map((run) => run.stdout ?? '').join(''),
      stderr: runs.map((run) => (run.stderr === undefined ? '' : `${run.stderr}\n`)).join(''),
      status: runs.at(-1)?.status ?? 0,
    };
  };

/** Answers separate processes by one function, and the URLs of one process by another. */
export const fakeCurls =
  (separate: FakeProgram, together: FakeProgram) =>
  (vantage: Vantage, request: ExecRequest): Partial<ExecResult> =>
    (isStream(request.command) ? fakeStream(together) : fakeBatch(separate))(vantage, request);

/**
 * Answers an exec of the batch script as a shell would. The function answers each run. Other scripts are a fault of the
 * test. `most` is the number of runs that the exec has time for.
 */
export const fakeBatch =
  (program: FakeProgram, { most = Number.POSITIVE_INFINITY } = {}) =>
  (vantage: Vantage, { command }: ExecRequest): Partial<ExecResult> => {
    const [, , script = '', , mark = ''] = command;
    const loops = [...script.matchAll(/^left=(\d+)\n[\s\S]*?^ *("\$\{\d+\}".*)$/gm)];
    if (loops.length === 0) throw new Error(`not the batch script: ${script.slice(0, 60)}`);
    let stdout = '';
    let stderr = '';
    let left = most;
    for (const [index, [, times, words = '']] of loops.entries()) {
      // "$1" is the argument after the name of the shell.
      const argv = [...words.matchAll(/\d+/g)].map(([place]) => command[3 + Number(place)] ?? '');
      for (let run = 0; run < Number(times) && left > 0; run++, left--) {
        const { status = 0, stdout: out = '', stderr: errors = '' } = program(argv, vantage);
        stdout += `\n${mark} run ${index}\n${out}`;
        stderr += `${errors}\n${mark} exit ${status}\n`;
      }
    }
    return { stdout, stderr, status: 0 };
  };

/** The argument after an option. */
export const optionOf = (argv: readonly string[], option: string): string => argv[argv.indexOf(option) + 1] ?? '';

/** The output of curl -i -w for an answer. */
export const answerOf = (
  argv: readonly string[],
  body: string,
  { status = 200, headers = '', connects = 1 } = {},
): FakeRun => {
  const trailer = optionOf(argv, '-w')
    .replace('%{time_connect}', '0.001')
    .replace('%{time_total}', '0.002')
    .replace('%{num_connects}', String(connects))
    .replace('%{remote_port}', '80')
    .replace('%{remote_ip}', '10.96.0.10')
    .replace('%{local_ip}', '10.244.0.9');
  return { stdout: `HTTP/1.1 ${status} Any\r\n${headers}\r\n${body}${trailer}` };
};

/** The output of curl when no answer arrives. */
export const noAnswer = (argv: readonly string[], status: number, { connected = false } = {}): FakeRun => {
  const trailer = optionOf(argv, '-w')
    .replace('%{time_connect}', connected ? '0.001' : '0.000')
    .replace('%{time_total}', '1.000')
    .replace('%{num_connects}', connected ? '1' : '0')
    .replace('%{remote_port}', '0')
    .replace('%{remote_ip}', '')
    .replace('%{local_ip}', '');
  return { status, stdout: trailer, stderr: `curl: (${status}) no answer` };
};

/** Answers as kubia-1, kubia-2 … in turn. */
export const inTurn = (count: number): ((argv: readonly string[]) => FakeRun) => {
  let next = 0;
  return (argv) => answerOf(argv, `You've hit kubia-${(next++ % count) + 1}\n`);
};
