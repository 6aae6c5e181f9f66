import { createResolver } from '../dns/resolver.ts';
import type { ExecIo, ExecOutcome, Listener, Network, Source, World } from '../world.ts';
import { isShellCommand, runInShell, type ScriptHost } from './bash.ts';
import { memoryFiles } from './files.ts';
import { interactive } from './interactive.ts';
import type { Machine, RunOptions, Tool, ToolCall, ToolResult } from './tool.ts';

export interface ShellOptions {
  world: World;
  network: Network;
  source(): Source;
  hostname: string;
  env: Readonly<Record<string, string>>;
  /** Absolute path → text. */
  files: Readonly<Record<string, string>>;
  libc: 'glibc' | 'musl';
  /** Without any there is not even a shell: an image of nothing but its program. */
  tools: readonly Tool[];
  /** Open sockets; programs that listen add theirs. */
  listeners: Listener[];
  cwd?: string;
  terminate?(code: number): void;
}

export interface Shell {
  readonly machine: Machine;
  /** Whether a program of that name or path can be started. */
  has(program: string): Promise<boolean>;
  exec(command: readonly string[], io: ExecIo): Promise<ExecOutcome>;
  /** Runs a program to its end. */
  run(command: readonly string[], options: RunOptions & { signal: AbortSignal }): Promise<ToolResult>;
}

const shells = new Set(['sh', 'bash', 'ash']);
const directories = /^\/(usr\/)?(local\/)?s?bin\//;

/** Why the container runtime cannot start a program. */
type StartFault = 'not found' | 'is a directory' | 'permission denied';

/** The words of runc and containerd for it. */
const faultText = (program: string, fault: StartFault): string => {
  const missing = program.includes('/')
    ? `stat ${program}: no such file or directory`
    : 'executable file not found in $PATH';
  const reason = fault === 'not found' ? missing : fault;
  return `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ${reason}: unknown`;
};

/** proc(5): what a process was started with, its `environ`. */
const environText = (env: Readonly<Record<string, string>>): string =>
  Object.entries(env)
    .map(([name, value]) => `${name}=${value}\0`)
    .join('');

/** Programs by name: images share their lists, so containers share this. */
const byName = new WeakMap<readonly Tool[], ReadonlyMap<string, Tool>>();

const toolsByName = (tools: readonly Tool[]): ReadonlyMap<string, Tool> => {
  const known = byName.get(tools) ?? new Map(tools.flatMap((tool) => tool.names.map((name) => [name, tool] as const)));
  byName.set(tools, known);
  return known;
};

/** A shell with the programs of an image, in a file system of its own, over the simulated network. */
export const createShell = (options: ShellOptions): Shell => {
  const { world, network, source, libc, tools, env: baseEnv, cwd: home = '/' } = options;
  const environ = environText(baseEnv);
  const files = memoryFiles({ '/proc/1/environ': environ, '/proc/self/environ': environ, ...options.files });
  const machine: Machine = {
    world,
    network,
    source,
    hostname: options.hostname,
    listeners: options.listeners,
    files,
    resolver: createResolver({ world, network, source: source(), readFile: files.read, libc }),
    terminate: options.terminate ?? (() => {}),
  };
  const toolNamed = toolsByName(tools);

  /** The program's own name when it lies in a usual directory; a path to a script stays. */
  const nameOf = (program: string): string => {
    const name = program.replace(directories, '');
    return toolNamed.has(name.slice(1)) && name.startsWith('/') ? name.slice(1) : name;
  };

  const run: ToolCall['run'] = async (command, more = {}) => {
    const [program = '', ...args] = command;
    const { stdin = '', env = baseEnv, cwd = home, signal = new AbortController().signal, onOutput, pid } = more;
    const name = nameOf(program);
    const tool = toolNamed.get(name);
    if (tool)
      return tool.run({
        args,
        stdin,
        cwd,
        env,
        signal,
        machine,
        run: (next, other = {}) => run(next, { env, cwd, signal, ...other }),
      });
    const words = name === 'ash' ? ['sh', ...args] : isShellCommand(name) ? [name, ...args] : ['sh', program, ...args];
    if (!(await has(program))) return { stdout: '', stderr: `${program}: not found\n`, exitCode: 127 };
    return runInShell(host, words, {
      env,
      cwd,
      stdin,
      signal,
      ...(onOutput && { onOutput }),
      ...(pid !== undefined && { pid }),
    });
  };
  const host: ScriptHost = { machine, files, tools, run };

  const has = async (program: string): Promise<boolean> => {
    if (tools.length === 0) return false;
    const name = nameOf(program);
    if (toolNamed.has(name) || isShellCommand(name) || name === 'ash') return true;
    return program.startsWith('/') && (await files.read(program)) !== undefined;
  };

  /** A script is executable by its mode, or as the image's own by its first line. */
  const startFault = async (program: string): Promise<StartFault | undefined> => {
    if (program.startsWith('/') && !toolNamed.has(nameOf(program)) && !isShellCommand(nameOf(program))) {
      const found = await files.kind(program);
      if (found === 'directory') return 'is a directory';
      if (found === 'file' && !/^#!/.test((await files.read(program)) ?? '')) return 'permission denied';
    }
    return (await has(program)) ? undefined : 'not found';
  };

  let pids = 1;
  const exec = async (command: readonly string[], io: ExecIo): Promise<ExecOutcome> => {
    const [program = ''] = command;
    const fault = await startFault(program);
    if (fault) return { missing: faultText(program, fault) };
    pids += 6;
    if (command.some((word) => word.includes('/proc/'))) await files.write(`/proc/${pids}/environ`, environ);
    const isShell =
      shells.has(nameOf(program)) && command.slice(1).every((word) => word.startsWith('-') && word !== '-c');
    if (isShell && io.tty) return { code: await interactive(host, { env: baseEnv, cwd: home }, io) };
    const stdin = io.tty ? '' : await collect(io.stdin);
    const words = isShell ? [program, '-c', stdin] : command;
    const result = await run(words, { stdin: isShell ? '' : stdin, signal: io.signal, pid: pids });
    if (result.stdout) io.stdout(result.stdout);
    if (result.stderr) io.stderr(result.stderr);
    return { code: result.exitCode };
  };

  return { machine, has, exec, run };
};

const longestInput = 16 * 1024 * 1024;

const collect = async (stdin: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const chunk of stdin) {
    text += chunk;
    if (text.length > longestInput) break;
  }
  return text;
};
