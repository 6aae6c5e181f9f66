import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * Identifies a process for as long as labels live: a process number alone comes back after a reboot or a wrap.
 * All fields are texts, because labels are; those that the system does not tell are empty.
 */
export interface Owner {
  /** The machine and its PID namespace: `pid` of another scope says nothing here. */
  scope: string;
  /** /proc/sys/kernel/random/boot_id: another one means that the machine was started anew. */
  bootId: string;
  pid: string;
  /** Field 22 of /proc/PID/stat: clock ticks from boot to the process' start. proc_pid_stat(5). */
  startTime: string;
}

const readText = async (...path: string[]): Promise<string> => {
  try {
    return (await readFile(join(...path), 'utf8')).trim();
  } catch {
    return '';
  }
};

/** States of a process that has ended and that its parent has not asked for yet. proc_pid_stat(5). */
const ended = new Set(['Z', 'X', 'x']);

/**
 * pid and start time of a line of /proc/PID/stat; no start time for a process that has ended. The second field is a name
 * in brackets that may hold anything.
 */
export const readStat = (line: string): { pid: string; startTime: string } => {
  const rest = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return { pid: line.split(' ', 1)[0] ?? '', startTime: ended.has(rest[0] ?? '') ? '' : (rest[19] ?? '') };
};

/** This process. Without /proc (macOS, Windows) only the machine's name is known. */
export const readOwner = async (proc = '/proc'): Promise<Owner> => {
  const [stat, bootId, namespace] = await Promise.all([
    readText(proc, 'self', 'stat'),
    readText(proc, 'sys', 'kernel', 'random', 'boot_id'),
    readlink(join(proc, 'self', 'ns', 'pid')).catch(() => ''),
  ]);
  return { ...readStat(stat), bootId, scope: [hostname(), namespace].filter(Boolean).join(' ') };
};

/** The start time of a process of this scope; empty when there is none with this number. */
export const readStartTime = async (pid: string, proc = '/proc'): Promise<string> =>
  /^[0-9]+$/.test(pid) ? readStat(await readText(proc, pid, 'stat')).startTime : '';

/**
 * Whether the process behind some labels still runs. `unknown` where this machine cannot tell: another machine or
 * PID namespace on the same engine, or a system without /proc.
 */
export const isAlive = async (
  owner: Owner,
  here: Owner,
  startTimeOf: (pid: string) => Promise<string> = readStartTime,
): Promise<'alive' | 'dead' | 'unknown'> => {
  if (!owner.pid || !owner.bootId || !here.bootId || owner.scope !== here.scope) return 'unknown';
  if (owner.bootId !== here.bootId) return 'dead';
  return (await startTimeOf(owner.pid)) === owner.startTime ? 'alive' : 'dead';
};
