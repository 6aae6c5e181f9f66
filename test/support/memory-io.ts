import { join } from 'node:path';
import process from 'node:process';
import { type Clock, systemClock } from '../../runner/core/clock.ts';
import type { Io, Signal } from '../../runner/core/io.ts';
import { root } from './imports.ts';

export interface MemoryIo extends Io {
  /** The output so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the process saves memory at the cost of time. */
  readonly sparing: boolean;
  /** The code of an early `exit`. */
  readonly exited: number | undefined;
  /** Signals that were sent to other processes. */
  readonly killed: readonly { pid: number; signal: Signal | 'SIGKILL' }[];
  send(signal: Signal): void;
  /** Reports a fault that nothing handled. */
  fault(fault: unknown): void;
}

/** An Io in memory. */
export const memoryIo = (
  cwd: string,
  more: { clock?: Clock; env?: Record<string, string>; isThere?: (pid: number) => boolean } = {},
): MemoryIo => {
  let stdout = '';
  let stderr = '';
  let exited: number | undefined;
  let sparing = false;
  const killed: { pid: number; signal: Signal | 'SIGKILL' }[] = [];
  const handlers = new Set<(signal: Signal) => void>();
  const faultHandlers = new Set<(fault: unknown) => void>();
  return {
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
    interactive: false,
    width: 80,
    color: false,
    cwd,
    env: more.env ?? {},
    pid: 1,
    self: [process.execPath, join(root, 'runner/bin.js')],
    version: '0.0.0',
    clock: more.clock ?? systemClock,
    onSignal: (handler) => {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    onFault: (handler) => {
      faultHandlers.add(handler);
      return () => void faultHandlers.delete(handler);
    },
    kill: (pid, signal) => {
      if (signal !== 0) killed.push({ pid, signal });
      return more.isThere?.(pid) ?? false;
    },
    spareMemory: () => {
      sparing = true;
    },
    exit: (code) => {
      exited = code;
    },
    get stdout() {
      return stdout;
    },
    get sparing() {
      return sparing;
    },
    get stderr() {
      return stderr;
    },
    killed,
    get exited() {
      return exited;
    },
    send: (signal) => {
      for (const handler of [...handlers]) handler(signal);
    },
    fault: (fault) => {
      for (const handler of [...faultHandlers]) handler(fault);
    },
  };
};
