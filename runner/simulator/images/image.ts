import { ended } from '../../core/clock.ts';
import { type JsonObject, textAt, textsAt } from '../../core/json.ts';
import { sourceOfPod } from '../network/hosts.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { ExecIo, ExecOutcome, RunningContainer } from '../objects/containers.ts';
import type { Dns } from '../objects/dns.ts';
import type { ContainerStart, SimulatedImage } from '../objects/images.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { Network } from '../objects/network.ts';
import type { Listener } from '../objects/sockets.ts';
import { createShell, type Shell } from '../shell/shell.ts';
import type { Tool } from '../shell/tool.ts';
import { Console } from './console.ts';

/** The parts of the cluster that images use. */
export interface ImageParts {
  clusterState: ClusterState;
  network: Network;
  dns: Dns;
}

/** The first process of a container, as its program sees it. */
export interface Process extends ContainerStart {
  args: readonly string[];
  /** Its sockets; changes count at once. */
  listeners: Listener[];
  shell: Shell;
  network: Network;
  dns: Dns;
  /** Ends the process. */
  exit(code: number): void;
}

/** Opens sockets and returns. A returned function is called on SIGTERM and resolves when the process has ended. */
export type Program = (process: Process) => void | (() => void | Promise<void>);

export interface ImageDescription {
  names: readonly string[];
  summary: string;
  /** None: not even a shell. */
  tools: readonly Tool[];
  libc: 'glibc' | 'musl';
  /** ENTRYPOINT and CMD of the Dockerfile. */
  entrypoint?: readonly string[];
  cmd?: readonly string[];
  /** Programs that are more than a command of the shell, by the name or path that starts them. */
  programs?: Readonly<Record<string, Program>>;
  files?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
}

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where connections start: the pod as it stands now, for its address may come after the container. */
const sourceNow = ({ clusterState, pod, ip }: ContainerStart): ReturnType<typeof sourceOfPod> => {
  const current = clusterState.get('Pod', pod.metadata.namespace, pod.metadata.name) ?? pod;
  const known: Unstructured = textAt(current, 'status', 'podIP')
    ? current
    : { ...current, status: { ...(current['status'] as object), podIP: ip } };
  return sourceOfPod(known);
};

/** `command` replaces ENTRYPOINT, `args` replaces CMD, and `command` alone drops CMD (Kubernetes' container spec). */
const commandLine = ({ container }: ContainerStart, { entrypoint = [], cmd = [] }: ImageDescription): string[] => {
  const [command, args] = [textsAt(container, 'command'), textsAt(container, 'args')];
  if (command.length > 0) return [...command, ...args];
  return [...entrypoint, ...(args.length > 0 ? args : cmd)];
};

/** Exit status of a container whose program cannot be started. */
const cannotStart = 128;

/** Makes an image of one cluster; its names are known without any. */
export type ImageMaker = ((parts: ImageParts) => SimulatedImage) & Pick<SimulatedImage, 'names' | 'summary'>;

export const defineImage = (description: ImageDescription): ImageMaker => {
  const { names, summary } = description;
  const make = ({ network, dns }: ImageParts): SimulatedImage => ({
    names,
    summary,
    start: (start) => new Started({ start, description, network, dns }),
  });
  return Object.assign(make, { names, summary });
};

interface StartParts {
  start: ContainerStart;
  description: ImageDescription;
  network: Network;
  dns: Dns;
}

/**
 * A container and its first process. Most only serve, and nobody reads more than their log. So shell,
 * console and signal are made when somebody first asks for them.
 */
class Started implements RunningContainer {
  readonly parts: StartParts;
  readonly listeners: Listener[] = [];
  #terminate: (() => void | Promise<void>) | undefined;
  #isOver = false;
  /** Output may still come while it ends; a loop may get one more turn before it notices its end. */
  #isSilent = false;
  #killed: AbortController | undefined;
  #shell: Shell | undefined;
  #terminal: Console | undefined;

  constructor(parts: StartParts) {
    this.parts = parts;
    const { start, description } = parts;
    const words = commandLine(start, description);
    const [first = '', ...args] = words;
    const programs = description.programs ?? {};
    const program = Object.hasOwn(programs, first) ? programs[first] : undefined;
    if (program) this.#terminate = program(new FirstProcess(this, args)) ?? undefined;
    else this.#runCommand(words);
  }

  #runCommand(words: readonly string[]): void {
    const { terminal } = this;
    runCommand(this.shell, words, this.#killedSignal, terminal).then(
      (code) => this.exit(code),
      (fault: unknown) => {
        terminal.write(`${String(fault)}\n`);
        this.exit(cannotStart);
      },
    );
  }

  get name(): string {
    return textAt(this.parts.start.container, 'name') ?? '';
  }
  get image(): string {
    return textAt(this.parts.start.container, 'image') ?? '';
  }
  get env(): Record<string, string> {
    const { start, description } = this.parts;
    return { PATH: path, ...description.env, HOSTNAME: start.hostname, HOME: '/root', ...start.env };
  }

  get #killedSignal(): AbortSignal {
    this.#killed ??= new AbortController();
    if (this.#isOver) this.#killed.abort(ended);
    return this.#killed.signal;
  }

  get shell(): Shell {
    const { start, description, network } = this.parts;
    this.#shell ??= createShell({
      clusterState: start.clusterState,
      network,
      source: () => sourceNow(start),
      hostname: start.hostname,
      env: this.env,
      files: { ...description.files, ...start.files },
      libc: description.libc,
      tools: description.tools,
      listeners: this.listeners,
      cwd: textAt(start.container, 'workingDir') ?? '/',
      terminate: (code) => this.exit(code),
    });
    return this.#shell;
  }

  get terminal(): Console {
    const { container } = this.parts.start;
    this.#terminal ??= new Console({
      stdin: container['stdin'] === true,
      stdinOnce: container['stdinOnce'] === true,
      tty: container['tty'] === true,
      log: (line) => this.#keep(line),
      over: this.#killedSignal,
    });
    return this.#terminal;
  }

  #keep(line: string): void {
    if (!this.#isSilent) this.parts.start.log(line);
  }

  /** A client that attaches later to a process without input sees no earlier output, so the log is enough until then. */
  log(line: string): void {
    if (this.#terminal || this.parts.start.container['stdin'] === true) this.terminal.write(`${line}\n`);
    else this.#keep(line);
  }

  exit(code: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.listeners.splice(0);
    this.#killed?.abort(ended);
    this.#isSilent = true;
    this.parts.start.exited(code);
  }

  exec(command: readonly string[], io: ExecIo): Promise<ExecOutcome> {
    return this.shell.exec(command, { ...io, signal: AbortSignal.any([io.signal, this.#killedSignal]) });
  }

  attach(io: ExecIo): Promise<ExecOutcome> {
    return this.terminal.attach(io);
  }

  async stop(): Promise<void> {
    if (!this.#isOver) await this.#terminate?.();
    this.exit(143);
  }
}

class FirstProcess implements Process {
  readonly owner: Started;
  readonly args: readonly string[];

  constructor(owner: Started, args: readonly string[]) {
    this.owner = owner;
    this.args = args;
  }

  get pod(): Unstructured {
    return this.owner.parts.start.pod;
  }
  get container(): JsonObject {
    return this.owner.parts.start.container;
  }
  get hostname(): string {
    return this.owner.parts.start.hostname;
  }
  get ip(): string {
    return this.owner.parts.start.ip;
  }
  get clusterState(): ClusterState {
    return this.owner.parts.start.clusterState;
  }
  get files(): Readonly<Record<string, string>> {
    return this.owner.parts.start.files;
  }
  get env(): Readonly<Record<string, string>> {
    return this.owner.env;
  }
  get listeners(): Listener[] {
    return this.owner.listeners;
  }
  get shell(): Shell {
    return this.owner.shell;
  }
  get network(): Network {
    return this.owner.parts.network;
  }
  get dns(): Dns {
    return this.owner.parts.dns;
  }
  get log(): (line: string) => void {
    return (line) => this.owner.log(line);
  }
  get exit(): (code: number) => void {
    return (code) => this.owner.exit(code);
  }
  get exited(): (code: number) => void {
    return this.exit;
  }
}

/** The same process, started with other arguments. Its shell and console are still made only when somebody asks for them. */
export const withArgs = (process: Process, args: readonly string[]): Process =>
  Object.create(process, { args: { value: args, enumerable: true } });

/** Runs a command as the first process; its output becomes the log. */
const runCommand = async (
  shell: Shell,
  words: readonly string[],
  signal: AbortSignal,
  terminal: Console,
): Promise<number> => {
  const [program = ''] = words;
  const write = (data: string | Uint8Array): void => terminal.write(data);
  if (!(await shell.has(program))) {
    write(`exec: "${program}": executable file not found in $PATH: unknown\n`);
    return cannotStart;
  }
  if (terminal.stdin) {
    const outcome = await shell.exec(words, {
      stdin: terminal.stdin,
      stdout: write,
      stderr: write,
      signal,
      tty: terminal.tty,
    });
    return 'code' in outcome ? outcome.code : cannotStart;
  }
  // A shell without standard input and without a script has nothing to do; at a terminal it waits for a client.
  const isIdleShell = /^(\/bin\/)?(ba|a)?sh$/.test(program) && words.length === 1;
  if (isIdleShell && terminal.tty) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  if (isIdleShell) return 0;
  const { stdout, stderr, exitCode } = await shell.run(words, { signal, onOutput: write, eager: true });
  write(stdout + stderr);
  return exitCode;
};
