import type { Resolver } from '../dns/resolver.ts';
import type { Listener, Network, Source, World } from '../world.ts';

/** The place where a program runs: a container, a node, or a machine beside the cluster. */
export interface Machine {
  readonly world: World;
  readonly network: Network;
  readonly resolver: Resolver;
  readonly hostname: string;
  /** Where its connections start now: a pod's address is known only once it runs. */
  source(): Source;
  /** The sockets open here, for programs that listen. */
  readonly listeners: Listener[];
  readonly files: Files;
  /** Ends the first process of the machine, as `kill 1` does. */
  terminate(code: number): void;
}

/** The file system of a machine; nothing of the host is in it. */
export interface Files {
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
}

export interface RunOptions {
  stdin?: string;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  signal?: AbortSignal;
  /** Told of output as it comes, as far as the program allows; the result holds the rest. */
  onOutput?(text: string): void;
  /** The number that a shell started so has; 1, the first process, by default. */
  pid?: number;
}

/** The shell that a program was started from. */
export interface CallingShell {
  readonly pid: number;
  /** Ends it with this status, as a signal does. */
  end(status: number): void;
}

/** One start of a program. */
export interface ToolCall {
  args: readonly string[];
  stdin: string;
  cwd: string;
  env: Readonly<Record<string, string>>;
  signal: AbortSignal;
  machine: Machine;
  shell?: CallingShell;
  /** Runs another program of the same machine, by default with the same environment and signal. */
  run(command: readonly string[], options?: RunOptions): Promise<ToolResult>;
}

export interface ToolResult {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/** A program that the shell itself does not have. */
export interface Tool {
  names: readonly string[];
  run(call: ToolCall): Promise<ToolResult>;
}

export const succeed = (stdout = '', stderr = ''): ToolResult => ({ stdout, stderr, exitCode: 0 });
export const fail = (exitCode: number, stderr: string, stdout = ''): ToolResult => ({ stdout, stderr, exitCode });

/** An absolute path for one as typed. */
export const pathFrom = (cwd: string, path: string): string => {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
};
