import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './imports.ts';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Child {
  process: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves when standard output matches the pattern; rejects if the process ends first. */
  until(pattern: RegExp): Promise<void>;
}

export interface ChildOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
}

/** Starts Plumbline as its users do, in a process of its own, with pipes in place of a terminal. */
export const startPlumbline = (args: readonly string[], { cwd = root, env = {} }: ChildOptions = {}): Child => {
  const merged = { ...process.env, ...env };
  for (const [name, value] of Object.entries(env)) if (value === undefined) delete merged[name];
  const child = spawn(process.execPath, [join(root, 'runner/bin.js'), ...args], {
    cwd,
    env: merged,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const look of waiting) look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    process: child,
    ended,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(stdout)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        void ended.then((end) => reject(new Error(`ended before ${pattern}: ${JSON.stringify(end)}`)));
        look();
      }),
  };
};

/** Runs Plumbline to its end. */
export const plumbline = (args: readonly string[], options?: ChildOptions): Promise<Ended> =>
  startPlumbline(args, options).ended;
