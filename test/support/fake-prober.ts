import type { ExecRequest, ExecResult, Vantage } from '../../runner/cluster/cluster.ts';

/** curl's report of one request of a prober. */
export interface FakeRequest {
  exit?: number;
  status?: number;
  connects?: number;
  error?: string;
}

export interface FakeProberOptions {
  /** The requests of each phase, in order. */
  requests: Partial<Record<string, FakeRequest[]>>;
  /** Ends the prober at once with this result. */
  early?: Partial<ExecResult>;
}

const ok: FakeRequest[] = Array.from({ length: 12 }, () => ({}));
/** Requests that all have an answer. */
export const answered = (count: number): FakeRequest[] => ok.slice(0, count);

const written = ({ exit = 0, status = exit === 0 ? 200 : 0, connects = 1 }: FakeRequest): string =>
  `${String(status).padStart(3, '0')} ${connects} ${exit === 7 || exit === 28 ? '0.000000' : '0.001000'} 0.002000`;

/** Answers the execs of a prober: the long one, and those that change its phase. It does not answer other execs. */
export const fakeProber = ({ requests, early }: FakeProberOptions) => {
  const entered: string[] = ['before'];
  let finish: ((result: Partial<ExecResult>) => void) | undefined;
  let output = (): Partial<ExecResult> => ({});
  const all = (): [string, FakeRequest][] =>
    entered.flatMap((phase) => (requests[phase] ?? []).map((each): [string, FakeRequest] => [phase, each]));

  const separate = (mark: string) => (): Partial<ExecResult> => ({
    stdout: all()
      .map(([phase, each]) => `\n${mark} ${phase} ${each.exit ?? 0}\n${each.error ?? ''}\n${written(each)}\n`)
      .join(''),
  });
  const shared = (mark: string) => (): Partial<ExecResult> => {
    const pairs = all().map(([phase, each]) => `${phase}\n\n${mark} 000 0 0 0\n\n${mark} ${written(each)}\n`);
    const last = all().at(-1)?.[1];
    return last?.exit
      ? { stdout: pairs.join(''), stderr: last.error ?? `curl: (${last.exit}) failed`, status: last.exit }
      : {
          stdout: `${pairs.join('')}\n${mark} 000 0 0 0\n`,
          stderr: "curl: (37) Couldn't open file /tmp/x",
          status: 37,
        };
  };

  const exec = (
    _vantage: Vantage,
    { command, stdin }: ExecRequest,
  ): Promise<Partial<ExecResult>> | Partial<ExecResult> | undefined => {
    const [, , script = '', , first = '', second = ''] = command;
    const isShared = script.includes('-K -') && stdin?.includes('file://');
    if (script.includes('while [ -e "$file" ]') || isShared) {
      const mark = /plumbline-\w+/.exec(command.find((word) => word.includes('%{num_connects}')) ?? '')?.[0] ?? '';
      output = isShared ? shared(mark) : separate(first);
      return early ?? new Promise((resolve) => (finish = resolve));
    }
    if (script.includes('printf \'%s\\n\' "$2" >"$1"')) entered.push(second);
    else if (script === 'rm -f "$1"') finish?.({ status: 0, ...output() });
    else if (!script.includes('while [ ! -s "$1" ]')) return undefined;
    // A prober that ended at once never writes its file.
    else if (early) return new Promise(() => undefined);
    return { status: 0 };
  };
  return { exec, entered };
};
