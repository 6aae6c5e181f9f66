import { textAt, textsAt } from '../network/fields.ts';
import { sourceOfPod } from '../network/hosts.ts';
import { createShell, type Shell } from '../shell/shell.ts';
import type { Tool } from '../shell/tool.ts';
import type {
  ContainerStart,
  Dns,
  Listener,
  Network,
  RunningContainer,
  SimulatedImage,
  StoredObject,
  World,
} from '../world.ts';
import { type Console, createConsole } from './console.ts';

/** What images are made with. */
export interface ImageParts {
  world: World;
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
const sourceNow = ({ world, pod, ip }: ContainerStart): ReturnType<typeof sourceOfPod> => {
  const current = world.get('Pod', pod.metadata.namespace, pod.metadata.name) ?? pod;
  const known: StoredObject = textAt(current, 'status', 'podIP')
    ? current
    : { ...current, status: { ...(current['status'] as object), podIP: ip } };
  return sourceOfPod(known);
};

/** `command` replaces ENTRYPOINT, `args` replaces CMD, and `command` alone drops CMD (Kubernetes' container spec). */
const commandLine = ({ container }: ContainerStart, { entrypoint = [], cmd = [] }: ImageDescription): string[] => {
  const [command, args] = [textsAt(container, 'command'), textsAt(container, 'args')];
  const rest = args.length > 0 ? args : command.length > 0 ? [] : cmd;
  return [...(command.length > 0 ? command : entrypoint), ...rest];
};

/** Exit status of a container whose program cannot be started. */
const cannotStart = 128;

export const defineImage =
  (description: ImageDescription) =>
  ({ network, dns }: ImageParts): SimulatedImage => ({
    names: description.names,
    summary: description.summary,
    start: (start) => startContainer(start, description, network, dns),
  });

const startContainer = (
  start: ContainerStart,
  description: ImageDescription,
  network: Network,
  dns: Dns,
): RunningContainer => {
  const listeners: Listener[] = [];
  let terminate: (() => void | Promise<void>) | undefined;
  let isOver = false;
  /** The last words come while it ends; a loop may get one more turn before it notices its end. */
  let isSilent = false;
  const toLog = (line: string): void => {
    if (!isSilent) start.log(line);
  };
  const killed = new Lazy(() => {
    const controller = new AbortController();
    if (isOver) controller.abort();
    return controller;
  });
  const exit = (code: number): void => {
    if (isOver) return;
    isOver = true;
    listeners.splice(0);
    killed.made?.abort();
    isSilent = true;
    start.exited(code);
  };
  const envOf = (): Record<string, string> => ({
    PATH: path,
    ...description.env,
    HOSTNAME: start.hostname,
    HOME: '/root',
    ...start.env,
  });
  // Most containers only serve: nobody ever looks into them, or reads more than their log.
  const shell = new Lazy(() =>
    createShell({
      world: start.world,
      network,
      source: () => sourceNow(start),
      hostname: start.hostname,
      env: envOf(),
      files: { ...description.files, ...start.files },
      libc: description.libc,
      tools: description.tools,
      listeners,
      cwd: textAt(start.container, 'workingDir') ?? '/',
      terminate: exit,
    }),
  );
  const isInteractive = start.container['stdin'] === true;
  const terminal = new Lazy(() =>
    createConsole({
      stdin: isInteractive,
      stdinOnce: start.container['stdinOnce'] === true,
      tty: start.container['tty'] === true,
      log: toLog,
      over: killed.get().signal,
    }),
  );
  const words = commandLine(start, description);
  const [first = '', ...args] = words;
  const programs = description.programs ?? {};
  const program = Object.hasOwn(programs, first) ? programs[first] : undefined;
  if (program) {
    const log = (line: string): void => {
      if (isInteractive || terminal.made) terminal.get().write(`${line}\n`);
      else toLog(line);
    };
    const process: Process = {
      get pod() {
        return start.pod;
      },
      get env() {
        return envOf();
      },
      get files() {
        return start.files;
      },
      get shell() {
        return shell.get();
      },
      ...{ container: start.container, hostname: start.hostname, ip: start.ip, world: start.world },
      ...{ exited: start.exited, log, args, listeners, network, dns, exit },
    };
    terminate = program(process) ?? undefined;
  } else {
    runCommand(shell.get(), words, killed.get().signal, terminal.get()).then(exit, (fault: unknown) => {
      terminal.get().write(`${String(fault)}\n`);
      exit(cannotStart);
    });
  }
  return {
    name: textAt(start.container, 'name') ?? '',
    image: textAt(start.container, 'image') ?? '',
    listeners,
    exec: (command, io) =>
      shell.get().exec(command, { ...io, signal: AbortSignal.any([io.signal, killed.get().signal]) }),
    attach: (io) => terminal.get().attach(io),
    stop: async () => {
      if (!isOver) await terminate?.();
      exit(143);
    },
  };
};

/** The same process, started with other arguments. What it has made only when asked for is not made here either. */
export const withArgs = (process: Process, args: readonly string[]): Process =>
  Object.defineProperties({} as Process, {
    ...Object.getOwnPropertyDescriptors(process),
    args: { value: args, enumerable: true },
  });

/** A value that is made when it is first asked for. */
class Lazy<Value> {
  made: Value | undefined;
  readonly #make: () => Value;

  constructor(make: () => Value) {
    this.#make = make;
  }

  get(): Value {
    this.made ??= this.#make();
    return this.made;
  }
}

/** Runs a command as the first process; what it prints becomes the log. */
const runCommand = async (
  shell: Shell,
  words: readonly string[],
  signal: AbortSignal,
  terminal: Console,
): Promise<number> => {
  const [program = ''] = words;
  if (!(await shell.has(program))) {
    terminal.write(`exec: "${program}": executable file not found in $PATH: unknown\n`);
    return cannotStart;
  }
  if (terminal.stdin) {
    const outcome = await shell.exec(words, {
      stdin: terminal.stdin,
      stdout: terminal.write,
      stderr: terminal.write,
      signal,
      tty: terminal.tty,
    });
    return 'code' in outcome ? outcome.code : cannotStart;
  }
  // Without standard input a shell that is given no script has nothing to do; at a terminal it waits for somebody.
  const isIdleShell = /^(\/bin\/)?(ba|a)?sh$/.test(program) && words.length === 1;
  if (isIdleShell && terminal.tty) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  if (isIdleShell) return 0;
  const { stdout, stderr, exitCode } = await shell.run(words, { signal, onOutput: terminal.write, eager: true });
  terminal.write(stdout + stderr);
  return exitCode;
};
