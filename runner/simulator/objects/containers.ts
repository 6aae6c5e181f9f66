import type { Listener } from './sockets.ts';

export interface RunningContainer {
  readonly name: string;
  readonly image: string;
  /** Live: an image may open and close sockets while it runs. */
  readonly listeners: readonly Listener[];
  /** Runs a command in the container. `shell` images answer as the real tools do. */
  exec(command: readonly string[], io: ExecIo): Promise<ExecOutcome>;
  /** Connects to the first process: to its output from now on, and to its input if the container has `stdin: true`. */
  attach?(io: ExecIo): Promise<ExecOutcome>;
  /** SIGTERM: resolves when the process has ended. */
  stop(): Promise<void>;
}

export interface ExecIo {
  stdin: AsyncIterable<Uint8Array>;
  /** Text is sent as UTF-8. */
  stdout(data: string | Uint8Array): void;
  stderr(data: string | Uint8Array): void;
  signal: AbortSignal;
  tty: boolean;
}

/** `missing`: the image has no such program; the runtime's own message goes to the client. */
export type ExecOutcome = { code: number } | { missing: string };
