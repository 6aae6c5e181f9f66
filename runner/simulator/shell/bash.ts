import type { CommandName, CustomCommand } from 'just-bash';
import { abortable } from '../../core/clock.ts';
import type { MemoryFiles } from './files.ts';
import { passOnProgram } from './pass-on.ts';
import { backgroundProgram, rewriteScript, waitProgram } from './rewrite.ts';
import { createScriptPrograms, type ScriptPrograms } from './script-programs.ts';
import { type Machine, type RunOptions, succeed, type Tool, type ToolCall, type ToolResult } from './tool.ts';

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
  'tar',
  'gzip',
  'gunzip',
  'zcat',
];

/** Whether the shell itself has a program. */
export const isShellCommand = (name: string): boolean =>
  (commands as readonly string[]).includes(name) || name === 'test' || name === '[';

export interface ScriptHost {
  machine: Machine;
  files: MemoryFiles;
  tools: readonly Tool[];
  has(program: string): Promise<boolean>;
  run: ToolCall['run'];
}

export interface ScriptOptions extends RunOptions {
  env: Readonly<Record<string, string>>;
  cwd: string;
  signal: AbortSignal;
}

type ScriptResult = ToolResult & { env: Record<string, string> };

/** Characters that one script may print. */
const maxOutput = 16 * 1024 * 1024;

/**
 * Runs a program of the shell by its words, which no shell reads again. State of a script ends with it; files stay.
 * Times are the cluster's, so a script may sleep for days.
 */
export const runInShell = async (
  host: ScriptHost,
  words: readonly string[],
  options: ScriptOptions,
): Promise<ScriptResult> => {
  const programs = createScriptPrograms(host.machine.clusterState.clock);
  try {
    return await interpret(host, words, options, programs);
  } finally {
    programs.end();
  }
};

const interpret = async (
  host: ScriptHost,
  words: readonly string[],
  options: ScriptOptions,
  programs: ScriptPrograms,
): Promise<ScriptResult> => {
  const library = await import('just-bash');
  const [program = 'true', ...args] = words;
  const { stdin = '', onOutput, pid = 1, signal } = options;
  const bash = await host.files.bash({
    processInfo: { pid, ppid: 0, uid: 0, gid: 0 },
    cwd: options.cwd,
    env: { ...options.env },
    commands,
    customCommands: [...host.tools, ...jobTools(host, options, program)].flatMap((tool) =>
      customCommands(library, tool, { host, options, programs }),
    ),
    // It would replace globals of the whole process while a script runs; nothing here evaluates JavaScript.
    defenseInDepth: false,
    executionLimits: { maxExecutionTimeMs: Number.POSITIVE_INFINITY, maxOutputSize: maxOutput },
  });
  // proc(5): made only for a script that asks for the number of its own process.
  const own = args.some((word) => word.includes('/proc/$$')) ? `/proc/${pid}` : undefined;
  if (own && pid !== 1) await bash.fs.writeFile(`${own}/environ`, (await host.files.read('/proc/1/environ')) ?? '');
  const scriptAt = scriptIndex(program, args);
  if (scriptAt >= 0) args[scriptAt] = rewriteScript(args[scriptAt] ?? '', library, outputModeOf(options));
  const file = options.exact ? `/tmp/.output-${pid}` : undefined;
  const work = bash.exec(quoted(program) + (file ? ` >${file}` : ''), {
    args,
    stdin: typeof stdin === 'string' ? stdin : Buffer.from(stdin).toString('latin1'),
    stdinKind: typeof stdin === 'string' ? 'text' : 'bytes',
  });
  const { stdout, stderr, exitCode, env } = await abortable(work, signal).catch(async (cause: unknown) => {
    if (!signal.aborted) throw cause;
    const exitCode = onOutput ? await programs.lastStatus() : killed;
    return { stdout: '', stderr: '', exitCode, env: { ...options.env } };
  });
  if (own && pid !== 1) await bash.fs.rm(own, { recursive: true, force: true });
  const said = { stderr: nameOfShell(stderr, program), exitCode, env };
  if (!file) return { ...said, stdout };
  const output = await bash.fs.readFileBuffer(file).catch(() => new Uint8Array());
  await bash.fs.rm(file, { force: true });
  return { ...said, stdout: '', output };
};

const outputModeOf = ({ onOutput, eager }: ScriptOptions) => {
  if (!onOutput) return 'at-the-end';
  return eager ? 'at-once' : 'in-order';
};

/** Where a script stands among the words of `sh -c SCRIPT` or `eval SCRIPT`; -1: nowhere. */
const scriptIndex = (program: string, args: readonly string[]): number => {
  if (program === 'eval') return 0;
  const option = /^(ba)?sh$/.test(program) ? args.findIndex((word) => /^-[a-z]*c$/.test(word)) : -1;
  return option < 0 ? -1 : option + 1;
};

/** The status of a shell that SIGKILL ends. */
const killed = 137;

/** A script that runs. */
interface Script {
  host: ScriptHost;
  options: ScriptOptions;
  programs: ScriptPrograms;
}

const customCommands = (
  { defineCommand, decodeBytesToUtf8, latin1FromBytes }: typeof import('just-bash'),
  tool: Tool,
  { host, options, programs }: Script,
): CustomCommand[] =>
  tool.names.map((name) =>
    defineCommand(name, async (args, context) => {
      const { signal } = options;
      // The library could be told to stop, but then it sets up and fires a signal for each program, which doubles what a
      // program costs. So a script whose caller went away ends here: its next program never comes back.
      if (signal.aborted) return new Promise(() => undefined);
      const env = context.exportedEnv ?? Object.fromEntries(context.env);
      const program = tool.run({
        args,
        stdin: decodeBytesToUtf8(context.stdin),
        input: Buffer.from(latin1FromBytes(context.stdin), 'latin1'),
        cwd: context.cwd,
        env,
        signal,
        machine: host.machine,
        run: (command, more = {}) => host.run(command, { env, signal, cwd: context.cwd, ...pidOf(options), ...more }),
      });
      const { stdout, stderr, exitCode, output } = await programs.run(program);
      if (!output) return { stdout, stderr, exitCode, stdoutKind: 'text' };
      return { stdout: Buffer.from(output).toString('latin1'), stderr, exitCode, stdoutKind: 'bytes' };
    }),
  );

const pidOf = ({ pid }: ScriptOptions): { pid?: number } => (pid === undefined ? {} : { pid });

/** `&` and `wait`: a job in the background prints when the script waits for it. */
const jobTools = (host: ScriptHost, options: ScriptOptions, shell: string): Tool[] => {
  const jobs: Promise<ToolResult>[] = [];
  return [
    {
      names: [backgroundProgram],
      run: async ({ args: [script = '', ...args], env, cwd }) => {
        // The job runs at once until it has to wait: its sockets are open when the next command comes.
        const started = Promise.withResolvers<void>();
        const tools = host.tools.map((tool) => ({
          ...tool,
          run: (call: ToolCall) => begun(tool.run(call), started.resolve),
        }));
        const words = ['sh', '-c', script, 'sh', ...args];
        const { onOutput, ...others } = options;
        const job = runInShell({ ...host, tools }, words, {
          ...others,
          ...(options.eager && onOutput && { onOutput }),
          env,
          cwd,
          stdin: '',
        });
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
        const [streams, ...words] = call.args;
        const { onOutput } = options;
        const result = (await host.has(words[0] ?? ''))
          ? await call.run(words, { stdin: call.input, ...(streams === 'both' && onOutput && { onOutput }) })
          : { stdout: '', stderr: nameOfShell(`bash: ${words[0]}: command not found\n`, shell), exitCode: 127 };
        if (result.stdout) onOutput?.(result.stdout, 'stdout');
        // Otherwise the shell redirects it.
        if (streams !== 'both') return { ...result, stdout: '' };
        if (result.stderr) onOutput?.(result.stderr, 'stderr');
        return { stdout: '', stderr: '', exitCode: result.exitCode };
      },
    },
  ];
};

const begun = <Value>(work: Promise<Value>, tell: () => void): Promise<Value> => {
  tell();
  return work;
};

/** The name of a program, quoted for the shell. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** dash and bash put their own name before an error message. */
const nameOfShell = (stderr: string, program: string): string =>
  program === 'sh'
    ? stderr
        .replace(/^bash: (?=.*: command not found$)/gm, 'sh: 1: ')
        .replace(/^(sh: 1: .*): command not found$/gm, '$1: not found')
    : stderr;
