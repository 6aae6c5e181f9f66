import { readFileSync, writeSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { main } from './cli.ts';
import { systemClock } from './core/clock.ts';
import { exitCodes } from './core/exit-code.ts';
import type { Io, Signal } from './core/io.ts';
import { unhandledTrouble } from './core/unhandled.ts';

// A run creates many objects that live briefly: let the space for new objects grow to its full size at once.
setFlagsFromString('--semi-space-growth-factor=8');

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Writes a whole text. A closed pipe (`| head`) is ignored, so that the run goes on to its end. */
const writeAll = (descriptor: 1 | 2, text: string): void => {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      if (code === 'EAGAIN') {
        Atomics.wait(pause, 0, 0, 5);
        continue;
      }
      if (code === 'EPIPE' || code === 'EBADF' || code === 'EIO') return;
      throw cause;
    }
  }
};

const signals: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const wantsColor = (): boolean => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0';
  return Boolean(process.stdout.isTTY) && TERM !== 'dumb';
};

const readVersion = (): string => {
  const manifest = findPackageJSON(import.meta.url);
  return manifest ? JSON.parse(readFileSync(manifest, 'utf8')).version : 'unknown';
};

const faultHandlers = new Set<(fault: unknown) => void>();
let hasEnded = false;

/** Ends the process on purpose; any other end is a fault. */
const end = (code: number): never => {
  hasEnded = true;
  process.exit(code);
};

/** Code 1 would mean that an expectation failed. Closes everything first, so that reports and the record are whole. */
const endByFault = (fault: unknown): void => {
  try {
    for (const handler of faultHandlers) handler(fault);
  } finally {
    const { code, message } = unhandledTrouble(fault).diagnostic;
    io.err(`${code}  ${message}\n`);
    end(exitCodes.environment);
  }
};

process.on('uncaughtException', endByFault);
process.on('unhandledRejection', endByFault);
process.on('exit', () => {
  // Node ends a program that waits for a promise if nothing is left that could settle it.
  if (!hasEnded) endByFault(new Error('nothing is left to wait for, although the command has not ended'));
});

const io: Io = {
  out: (text) => writeAll(1, text),
  err: (text) => writeAll(2, text),
  interactive: Boolean(process.stdout.isTTY) && process.env['TERM'] !== 'dumb' && !process.env['CI'],
  width: process.stdout.columns || 80,
  color: wantsColor(),
  cwd: process.cwd(),
  env: process.env,
  pid: process.pid,
  self: [process.execPath, ...process.execArgv, join(import.meta.dirname, 'bin.js')],
  version: readVersion(),
  clock: systemClock,
  onSignal: (handler) => {
    const listeners = signals.map((signal) => {
      const listener = (): void => handler(signal);
      process.on(signal, listener);
      return (): void => void process.off(signal, listener);
    });
    return () => {
      for (const remove of listeners) remove();
    };
  },
  onFault: (handler) => {
    faultHandlers.add(handler);
    return () => void faultHandlers.delete(handler);
  },
  kill: (pid, signal) => {
    try {
      return process.kill(pid, signal);
    } catch (cause) {
      // EPERM: the process exists and belongs to another user.
      return (cause as NodeJS.ErrnoException).code !== 'ESRCH';
    }
  },
  // The space for new objects stops growing, and the old space is collected before it has doubled.
  spareMemory: () => setFlagsFromString('--semi-space-growth-factor=1 --heap-growing-percent=60'),
  exit: end,
};

const code = await main(process.argv.slice(2), io);
// An idle socket may still hold the event loop; the run is over all the same.
end(code);
