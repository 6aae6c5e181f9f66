import type { ExecIo } from '../objects/containers.ts';

/** A terminal for a program that does not read its input: Ctrl-C ends the program, and its lines end with CR LF. */
export interface Terminal {
  stdout(data: string | Uint8Array): void;
  /** Fires at Ctrl-C, and when the client is gone. */
  readonly signal: AbortSignal;
  readonly interrupted: boolean;
  /** The input has ended. */
  close(): void;
}

const interrupt = 0x03;

/** A terminal has one output. */
export const toTerminal = (data: string | Uint8Array): string =>
  (typeof data === 'string' ? data : Buffer.from(data).toString('utf8')).replaceAll('\n', '\r\n');

export const openTerminal = (io: ExecIo): Terminal => {
  const stop = new AbortController();
  let interrupted = false;
  let isOpen = true;
  const read = async (): Promise<void> => {
    for await (const chunk of io.stdin) {
      if (!isOpen) return;
      if (!chunk.includes(interrupt)) continue;
      interrupted = true;
      io.stdout('^C');
      stop.abort();
      return;
    }
  };
  read().catch(() => undefined);
  return {
    stdout: (data) => io.stdout(toTerminal(data)),
    signal: AbortSignal.any([io.signal, stop.signal]),
    get interrupted() {
      return interrupted;
    },
    close: () => {
      isOpen = false;
    },
  };
};
