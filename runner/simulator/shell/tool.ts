import type { Resolver } from '../dns/resolver.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Network, Source } from '../objects/network.ts';
import type { Listener } from '../objects/sockets.ts';
import type { Processes } from './processes.ts';

/** The place where a program runs: a container, a node, or a machine beside the cluster. */
export interface Machine {
  readonly clusterState: ClusterState;
  readonly network: Network;
  readonly resolver: Resolver;
  readonly hostname: string;
  /** Where its connections start now: a pod's address is known only once it runs. */
  source(): Source;
  /** The sockets open here, for programs that listen. */
  readonly listeners: Listener[];
  readonly files: Files;
  readonly processes: Processes;
}

/** The file system of a machine; nothing of the host is in it. */
export interface Files {
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
}

export type Stream = 'stdout' | 'stderr';

export interface RunOptions {
  /** Text is UTF-8. */
  stdin?: string | Uint8Array;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  signal?: AbortSignal;
  /** Told of output as it comes, as far as the program allows; the result holds the rest. */
  onOutput?(text: string, stream: Stream): void;
  /** Output comes at once even where its order cannot stay. */
  eager?: boolean;
  /** The output's bytes count: it comes as `output`, not as text. */
  exact?: boolean;
  /** The number of the process; default 1, the first of its machine. */
  pid?: number;
}

/** One start of a program. */
export interface ToolCall {
  args: readonly string[];
  /** Standard input as text. */
  stdin: string;
  /** The same as bytes. */
  input: Uint8Array;
  cwd: string;
  env: Readonly<Record<string, string>>;
  signal: AbortSignal;
  machine: Machine;
  /** Absent when nobody reads the output before the end. */
  onOutput?: RunOptions['onOutput'];
  /** Runs another program of the same machine, by default with the same environment and signal. */
  run(command: readonly string[], options?: RunOptions): Promise<ToolResult>;
}

export interface ToolResult {
  stdout: string;
  stderr: string;
  exitCode: number;
  /** Standard output that is no text; `stdout` is empty then. */
  output?: Uint8Array;
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
