import { createResolver } from '../dns/resolver.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { ExecIo, ExecOutcome } from '../objects/containers.ts';
import type { Network, Source } from '../objects/network.ts';
import type { Listener } from '../objects/sockets.ts';
import { isShellCommand, runInShell, type ScriptHost } from './bash.ts';
import { type MemoryFiles, memoryFiles } from './files.ts';
import { printsBytes, readsInput } from './input.ts';
import { interactive } from './interactive.ts';
import { busyboxNc } from './netcat.ts';
import { createProcesses } from './processes.ts';
import { runTar } from './tar.ts';
import { openTerminal } from './terminal.ts';
import {
  type Machine,
  pathFrom,
  type RunOptions,
  type Stream,
  type Tool,
  type ToolCall,
  type ToolResult,
} from './tool.ts';

export interface ShellOptions {
  clusterState: ClusterState;
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
  const { clusterState, network, source, libc, tools, env: baseEnv, cwd: home = '/' } = options;
  const environ = environText(baseEnv);
  const files = memoryFiles(
    { '/proc/1/environ': environ, '/proc/self/environ': environ, ...options.files },
    clusterState.clock,
  );
  const machine: Machine = {
    clusterState,
    network,
    source,
    hostname: options.hostname,
    listeners: options.listeners,
    files,
    resolver: createResolver({ clusterState, network, source: source(), readFile: files.read, libc }),
    processes: createProcesses(options.terminate ?? (() => {})),
  };
  const isBusybox = tools.includes(busyboxNc);
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
        ...inputOf(stdin),
        cwd,
        env,
        signal,
        machine,
        ...(onOutput && { onOutput }),
        run: (next, other = {}) => run(next, { env, cwd, signal, ...(pid !== undefined && { pid }), ...other }),
      });
    const words = name === 'ash' ? ['sh', ...args] : isShellCommand(name) ? [name, ...args] : ['sh', program, ...args];
    if (!(await has(program))) return { stdout: '', stderr: `${program}: not found\n`, exitCode: 127 };
    const start = (next: readonly string[]): Promise<ToolResult> =>
      runInShell(host, next, { ...more, env, cwd, signal });
    const text = name === 'cat' ? await textOfFiles(files, args) : undefined;
    if (text !== undefined) return { stdout: text, stderr: '', exitCode: 0 };
    if (name !== 'tar') return start(words);
    const isDirectory = async (path: string): Promise<boolean> =>
      (await files.kind(pathFrom(cwd, path))) === 'directory';
    return runTar(args, { isBusybox, isDirectory, run: (next) => start(['tar', ...next]) });
  };

  const has = async (program: string): Promise<boolean> => {
    if (tools.length === 0) return false;
    const name = nameOf(program);
    if (toolNamed.has(name) || isShellCommand(name) || name === 'ash') return true;
    return program.startsWith('/') && (await files.read(program)) !== undefined;
  };
  const host: ScriptHost = { machine, files, tools, has, run };

  /** A program that does not talk with its user: all its input first, its output as it comes. */
  const perform = async (words: readonly string[], io: ExecIo): Promise<number> => {
    const own = machine.processes.start();
    const terminal = io.tty ? openTerminal(io) : undefined;
    const flood = new AbortController();
    let left = mostOutput;
    const onOutput = (data: string | Uint8Array, stream: Stream): void => {
      left -= data.length;
      if (left < 0) flood.abort();
      else if (terminal) terminal.stdout(data);
      else io[stream](data);
    };
    try {
      const result = await run(words, {
        stdin: terminal || !readsInput(words) ? '' : await collect(io.stdin),
        exact: printsBytes(words),
        signal: AbortSignal.any([terminal?.signal ?? io.signal, own.killed, flood.signal]),
        pid: own.pid,
        onOutput,
      });
      // Bytes for a pipe wait in a buffer; what is said of them does not.
      if (result.output && result.stderr) onOutput(result.stderr, 'stderr');
      const stdout = result.output ?? result.stdout;
      if (stdout.length > 0) onOutput(stdout, 'stdout');
      if (!result.output && result.stderr) onOutput(result.stderr, 'stderr');
      return own.status ?? (flood.signal.aborted ? killedStatus : result.exitCode);
    } finally {
      own.end();
      terminal?.close();
    }
  };

  const converse = async (program: string, io: ExecIo): Promise<number> => {
    const own = machine.processes.start();
    const isBash = program === 'bash';
    const dialect = isBash ? 'bash' : isBusybox ? 'ash' : 'dash';
    const prompts = {
      bash: (cwd: string) => `root@${machine.hostname}:${cwd}# `,
      ash: (cwd: string) => `${cwd} # `,
      dash: () => '# ',
    };
    const status = await interactive(
      host,
      {
        env: baseEnv,
        cwd: home,
        prompt: prompts[dialect],
        leaving: isBash ? 'exit\n' : '',
        farewell: isBash ? 'exit\n' : '\n',
        signal: AbortSignal.any([io.signal, own.killed]),
        pid: own.pid,
      },
      io,
    );
    own.end();
    return own.status ?? status;
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

  const exec = async (command: readonly string[], io: ExecIo): Promise<ExecOutcome> => {
    const [program = ''] = command;
    const fault = await startFault(program);
    if (fault) return { missing: faultText(program, fault) };
    const isShell =
      shells.has(nameOf(program)) && command.slice(1).every((word) => word.startsWith('-') && word !== '-c');
    if (!isShell) return { code: await perform(command, io) };
    if (io.tty) return { code: await converse(nameOf(program), io) };
    const script = Buffer.from(await collect(io.stdin)).toString('utf8');
    return { code: await perform([program, '-c', script], { ...io, stdin: nothing() }) };
  };

  return { machine, has, exec, run };
};

/** 128 and SIGKILL. */
const killedStatus = 137;
const longestInput = 16 * 1024 * 1024;
/** Bytes that one command may print. */
const mostOutput = 16 * 1024 * 1024;

const inputOf = (stdin: string | Uint8Array): { stdin: string; input: Uint8Array } => ({
  stdin: typeof stdin === 'string' ? stdin : Buffer.from(stdin).toString('utf8'),
  input: typeof stdin === 'string' ? Buffer.from(stdin) : stdin,
});

/** What `cat` prints of text files by their full paths: most that is read, and an interpreter costs more than all of them. */
const textOfFiles = async (files: MemoryFiles, paths: readonly string[]): Promise<string | undefined> => {
  if (paths.length === 0 || !paths.every((path) => path.startsWith('/'))) return undefined;
  const texts = await Promise.all(paths.map((path) => files.read(path)));
  // Bytes that are no text cannot be told from their replacement.
  return texts.every((text) => text !== undefined && !text.includes('\ufffd')) ? texts.join('') : undefined;
};

async function* nothing(): AsyncIterable<Uint8Array> {}

const collect = async (stdin: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > longestInput) break;
  }
  return Buffer.concat(chunks);
};
