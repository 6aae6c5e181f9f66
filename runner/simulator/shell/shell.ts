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
import { Processes } from './processes.ts';
import { runTar } from './tar.ts';
import { openTerminal } from './terminal.ts';
import { type Machine, pathFrom, type RunOptions, type Stream, type Tool, type ToolResult } from './tool.ts';

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
class ImageShell implements Shell {
  readonly machine: Machine;
  readonly #options: ShellOptions;
  readonly #home: string;
  readonly #files: MemoryFiles;
  readonly #toolNamed: ReadonlyMap<string, Tool>;
  readonly #isBusybox: boolean;
  readonly #host: ScriptHost;

  constructor(options: ShellOptions) {
    const { clusterState, network, source, libc, tools, hostname, listeners, cwd = '/' } = options;
    const environ = environText(options.env);
    const files = memoryFiles(
      { '/proc/1/environ': environ, '/proc/self/environ': environ, ...options.files },
      clusterState.clock,
    );
    this.machine = {
      clusterState,
      network,
      source,
      hostname,
      listeners,
      files,
      resolver: createResolver({ clusterState, network, source: source(), readFile: files.read, libc }),
      processes: new Processes(options.terminate ?? (() => {})),
    };
    this.#options = options;
    this.#home = cwd;
    this.#files = files;
    this.#toolNamed = toolsByName(tools);
    this.#isBusybox = tools.includes(busyboxNc);
    this.#host = {
      machine: this.machine,
      files,
      tools,
      has: (program) => this.has(program),
      run: (command, more) => this.run(command, more),
    };
  }

  async has(program: string): Promise<boolean> {
    if (this.#options.tools.length === 0) return false;
    const name = this.#nameOf(program);
    if (this.#toolNamed.has(name) || isShellCommand(name) || name === 'ash') return true;
    return program.startsWith('/') && (await this.#files.read(program)) !== undefined;
  }

  async exec(command: readonly string[], io: ExecIo): Promise<ExecOutcome> {
    const [program = ''] = command;
    const fault = await this.#startFault(program);
    if (fault) return { missing: faultText(program, fault) };
    const isShell =
      shells.has(this.#nameOf(program)) && command.slice(1).every((word) => word.startsWith('-') && word !== '-c');
    if (!isShell) return { code: await this.#perform(command, io) };
    if (io.tty) return { code: await this.#converse(this.#nameOf(program), io) };
    const script = Buffer.from(await collect(io.stdin)).toString('utf8');
    return { code: await this.#perform([program, '-c', script], { ...io, stdin: nothing() }) };
  }

  async run(command: readonly string[], more: Partial<RunOptions> = {}): Promise<ToolResult> {
    const [program = '', ...args] = command;
    const { env = this.#options.env, cwd = this.#home, signal = new AbortController().signal } = more;
    const around = { env, cwd, signal };
    const name = this.#nameOf(program);
    const tool = this.#toolNamed.get(name);
    if (tool) return this.#runTool(tool, args, { ...more, ...around });
    const words = name === 'ash' ? ['sh', ...args] : this.#wordsOf(name, program, args);
    if (!(await this.has(program))) return { stdout: '', stderr: `${program}: not found\n`, exitCode: 127 };
    const start = (next: readonly string[]): Promise<ToolResult> =>
      runInShell(this.#host, next, { ...more, ...around });
    const text = name === 'cat' ? await textOfFiles(this.#files, args) : undefined;
    if (text !== undefined) return { stdout: text, stderr: '', exitCode: 0 };
    if (name !== 'tar') return start(words);
    const isDirectory = async (path: string): Promise<boolean> =>
      (await this.#files.kind(pathFrom(cwd, path))) === 'directory';
    return runTar(args, { isBusybox: this.#isBusybox, isDirectory, run: (next) => start(['tar', ...next]) });
  }

  #wordsOf(name: string, program: string, args: readonly string[]): string[] {
    return isShellCommand(name) ? [name, ...args] : ['sh', program, ...args];
  }

  #runTool(tool: Tool, args: string[], options: Around): Promise<ToolResult> {
    const { stdin = '', env, cwd, signal, onOutput, pid } = options;
    return tool.run({
      args,
      ...inputOf(stdin),
      cwd,
      env,
      signal,
      machine: this.machine,
      ...(onOutput && { onOutput }),
      run: (next, other = {}) => this.run(next, { env, cwd, signal, ...(pid !== undefined && { pid }), ...other }),
    });
  }

  /** The program's own name when it lies in a usual directory; a path to a script stays. */
  #nameOf(program: string): string {
    const name = program.replace(directories, '');
    return this.#toolNamed.has(name.slice(1)) && name.startsWith('/') ? name.slice(1) : name;
  }

  /** A program that does not talk with its user: all its input first, its output as it comes. */
  async #perform(words: readonly string[], io: ExecIo): Promise<number> {
    const own = this.machine.processes.start();
    const terminal = io.tty ? openTerminal(io) : undefined;
    const flood = new AbortController();
    let left = maxOutput;
    const onOutput = (data: string | Uint8Array, stream: Stream): void => {
      left -= data.length;
      if (left < 0) flood.abort();
      else if (terminal) terminal.stdout(data);
      else io[stream](data);
    };
    try {
      const result = await this.run(words, {
        stdin: terminal || !readsInput(words) ? '' : await collect(io.stdin),
        exact: printsBytes(words),
        signal: AbortSignal.any([terminal?.signal ?? io.signal, own.killed, flood.signal]),
        pid: own.pid,
        onOutput,
      });
      // Bytes for a pipe wait in a buffer; complaints about them do not.
      if (result.output && result.stderr) onOutput(result.stderr, 'stderr');
      const stdout = result.output ?? result.stdout;
      if (stdout.length > 0) onOutput(stdout, 'stdout');
      if (!result.output && result.stderr) onOutput(result.stderr, 'stderr');
      return own.status ?? (flood.signal.aborted ? killedStatus : result.exitCode);
    } finally {
      own.end();
      terminal?.close();
    }
  }

  /** A shell at a terminal. */
  async #converse(program: string, io: ExecIo): Promise<number> {
    const own = this.machine.processes.start();
    const isBash = program === 'bash';
    const status = await interactive(
      this.#host,
      {
        env: this.#options.env,
        cwd: this.#home,
        prompt: this.#promptOf(isBash),
        leaving: isBash ? 'exit\n' : '',
        farewell: isBash ? 'exit\n' : '\n',
        signal: AbortSignal.any([io.signal, own.killed]),
        pid: own.pid,
      },
      io,
    );
    own.end();
    return own.status ?? status;
  }

  #promptOf(isBash: boolean): (cwd: string) => string {
    if (isBash) return (cwd) => `root@${this.machine.hostname}:${cwd}# `;
    return this.#isBusybox ? (cwd) => `${cwd} # ` : () => '# ';
  }

  /** A script is executable by its mode, or as the image's own by its first line. */
  async #startFault(program: string): Promise<StartFault | undefined> {
    const name = this.#nameOf(program);
    if (program.startsWith('/') && !this.#toolNamed.has(name) && !isShellCommand(name)) {
      const found = await this.#files.kind(program);
      if (found === 'directory') return 'is a directory';
      if (found === 'file' && !/^#!/.test((await this.#files.read(program)) ?? '')) return 'permission denied';
    }
    return (await this.has(program)) ? undefined : 'not found';
  }
}

export const createShell = (options: ShellOptions): Shell => new ImageShell(options);

type Around = RunOptions & { env: Readonly<Record<string, string>>; cwd: string; signal: AbortSignal };

/** 128 and SIGKILL. */
const killedStatus = 137;
const maxInput = 16 * 1024 * 1024;
/** Bytes that one command may print. */
const maxOutput = 16 * 1024 * 1024;

const inputOf = (stdin: string | Uint8Array): { stdin: string; input: Uint8Array } => ({
  stdin: typeof stdin === 'string' ? stdin : Buffer.from(stdin).toString('utf8'),
  input: typeof stdin === 'string' ? Buffer.from(stdin) : stdin,
});

/** The output of `cat` for text files by their full paths: the most common program, and without it an interpreter would start. */
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
    if (size > maxInput) break;
  }
  return Buffer.concat(chunks);
};
