import type { CommandName, CustomCommand } from 'just-bash';
import { abortable } from '../../core/clock.ts';
import type { MemoryFiles } from './files.ts';
import { backgroundProgram, passOnProgram, rewriteScript, waitProgram } from './rewrite.ts';
import { type CallingShell, type Machine, succeed, type Tool, type ToolCall, type ToolResult } from './tool.ts';

/** Programs of the library that the simulated images have; interpreters and databases stay out. */
const commands: CommandName[] = [
  'echo',
  'cat',
  'printf',
  'ls',
  'mkdir',
  'rmdir',
  'touch',
  'rm',
  'cp',
  'mv',
  'ln',
  'chmod',
  'pwd',
  'readlink',
  'head',
  'tail',
  'wc',
  'stat',
  'grep',
  'fgrep',
  'egrep',
  'sed',
  'awk',
  'sort',
  'uniq',
  'comm',
  'cut',
  'paste',
  'tr',
  'rev',
  'nl',
  'fold',
  'expand',
  'tee',
  'find',
  'basename',
  'dirname',
  'du',
  'alias',
  'unalias',
  'xargs',
  'true',
  'false',
  'clear',
  'bash',
  'sh',
  'base64',
  'diff',
  'seq',
  'expr',
  'md5sum',
  'sha1sum',
  'sha256sum',
  'which',
  'tac',
  'od',
  'time',
  'whoami',
];

/** Whether the shell itself has a program. */
export const isShellCommand = (name: string): boolean =>
  (commands as readonly string[]).includes(name) || name === 'test' || name === '[';

export interface ScriptHost {
  machine: Machine;
  files: MemoryFiles;
  tools: readonly Tool[];
  run: ToolCall['run'];
}

export interface ScriptOptions {
  env: Readonly<Record<string, string>>;
  cwd: string;
  stdin: string;
  signal: AbortSignal;
  pid?: number;
  /** Told of output as it comes; without it all output is in the result. */
  onOutput?(text: string): void;
}

const aborted = /^.*: execution aborted\n/m;

/** Characters that one script may print. */
const longestOutput = 16 * 1024 * 1024;

/**
 * Runs a program of the shell by its words, which no shell reads again. State of a script ends with it; files stay.
 * Times are the world's, so a script may sleep for days.
 */
export const runInShell = async (
  host: ScriptHost,
  words: readonly string[],
  options: ScriptOptions,
): Promise<ToolResult & { env: Record<string, string> }> => {
  const library = await import('just-bash');
  const { pid = 1 } = options;
  const ending = new AbortController();
  let status: number | undefined;
  const shell: CallingShell = {
    pid,
    end: (code) => {
      status ??= code;
      ending.abort();
    },
  };
  const bash = await host.files.bash({
    cwd: options.cwd,
    env: { ...options.env },
    commands,
    customCommands: [...host.tools, ...jobTools(host, options)].flatMap((tool) =>
      customCommands(library, tool, host, { ...options, shell, ended: ending.signal }),
    ),
    processInfo: { pid },
    // It would replace globals of the whole process while a script runs; nothing here evaluates JavaScript.
    defenseInDepth: false,
    executionLimits: { maxExecutionTimeMs: Number.POSITIVE_INFINITY, maxOutputSize: longestOutput },
  });
  const [program = 'true', ...args] = words;
  const scriptAt = /^(ba)?sh$/.test(program) ? args.findIndex((word) => /^-[a-z]*c$/.test(word)) + 1 : 0;
  if (scriptAt > 0) args[scriptAt] = rewriteScript(args[scriptAt] ?? '', library, options.onOutput !== undefined);
  // A signal costs the library something for each program, and only with it what was printed so far is kept.
  const mayEnd = words.some((word) => /\bkill\b/.test(word));
  const work = bash.exec(quoted(program), { args, stdin: options.stdin, ...(mayEnd && { signal: ending.signal }) });
  const outcome = abortable(mayEnd ? work : abortable(work, ending.signal), options.signal);
  const { stdout, stderr, exitCode, env } = await outcome.catch((cause: unknown) => {
    if (!options.signal.aborted && status === undefined) throw cause;
    return { stdout: '', stderr: '', exitCode: killed, env: { ...options.env } };
  });
  // What the library says of the abort is no word of the shell.
  if (status !== undefined) return { stdout, stderr: stderr.replace(aborted, ''), exitCode: status, env };
  return { stdout, stderr: nameOfShell(stderr, program), exitCode, env };
};

/** What a shell ends with when SIGKILL ends it. */
const killed = 137;

const customCommands = (
  { defineCommand, decodeBytesToUtf8 }: typeof import('just-bash'),
  tool: Tool,
  host: ScriptHost,
  { signal, shell, ended }: ScriptOptions & { shell: CallingShell; ended: AbortSignal },
): CustomCommand[] =>
  tool.names.map((name) =>
    defineCommand(name, async (args, context) => {
      // The library could be told to stop, but then it sets up and fires a signal for each program, which doubles what a
      // program costs. So a script whose caller went away ends here: its next program never comes back.
      if (signal.aborted || ended.aborted) return new Promise(() => undefined);
      const env = context.exportedEnv ?? Object.fromEntries(context.env);
      const result = await tool.run({
        args,
        stdin: decodeBytesToUtf8(context.stdin),
        cwd: context.cwd,
        env,
        signal,
        machine: host.machine,
        shell,
        run: (command, more = {}) => host.run(command, { env, signal, cwd: context.cwd, ...more }),
      });
      return { ...result, stdoutKind: 'text' };
    }),
  );

/** `&` and `wait`: what was started in the background prints when somebody waits for it. */
const jobTools = (host: ScriptHost, options: ScriptOptions): Tool[] => {
  const jobs: Promise<ToolResult>[] = [];
  return [
    {
      names: [backgroundProgram],
      run: async ({ args: [script = '', ...args], env, cwd }) => {
        // As much of the job runs at once as needs no waiting: what it opens is open when the next command comes.
        const started = Promise.withResolvers<void>();
        const tools = host.tools.map((tool) => ({
          ...tool,
          run: (call: ToolCall) => begun(tool.run(call), started.resolve),
        }));
        const words = ['sh', '-c', script, 'sh', ...args];
        const job = runInShell({ ...host, tools }, words, { ...options, env, cwd, stdin: '' });
        job.catch(() => {});
        jobs.push(job);
        await Promise.race([job, started.promise]);
        return succeed();
      },
    },
    {
      names: [waitProgram],
      run: async () => {
        const results = await Promise.all(jobs.splice(0));
        const text = (stream: 'stdout' | 'stderr'): string => results.map((each) => each[stream]).join('');
        return { stdout: text('stdout'), stderr: text('stderr'), exitCode: results.at(-1)?.exitCode ?? 0 };
      },
    },
    {
      names: [passOnProgram],
      run: async (call) => {
        const { stdout, stderr, exitCode } = await call.run(call.args, { stdin: call.stdin });
        options.onOutput?.(stdout + stderr);
        return { stdout: '', stderr: '', exitCode };
      },
    },
  ];
};

const begun = <Value>(work: Promise<Value>, tell: () => void): Promise<Value> => {
  tell();
  return work;
};

/** A program's name as one word of the shell. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** dash and bash name themselves in front of what they complain about. */
const nameOfShell = (stderr: string, program: string): string =>
  program === 'sh'
    ? stderr
        .replace(/^bash: (?=.*: command not found$)/gm, 'sh: 1: ')
        .replace(/^(sh: 1: .*): command not found$/gm, '$1: not found')
    : stderr;
