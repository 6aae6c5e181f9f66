import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * Identifies a process for as long as its labels exist: a process id alone is reused after a reboot or an overflow.
 * All fields are texts, because labels are; those that the system does not provide are empty.
 */
export interface Owner {
  /** The machine and its PID namespace: a `pid` of another scope has no meaning here. */
  scope: string;
  /** /proc/sys/kernel/random/boot_id: a different one means that the machine was restarted. */
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

/** States of a process that has ended and that its parent has not reaped yet. proc_pid_stat(5). */
const ended = new Set(['Z', 'X', 'x']);

/**
 * The pid and start time in a line of /proc/PID/stat; the start time of a process that has ended is empty. The second field
 * is a name in parentheses that may contain any character.
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

/** The start time of a process of this scope; empty if there is no process with this id. */
export const readStartTime = async (pid: string, proc = '/proc'): Promise<string> =>
  /^[0-9]+$/.test(pid) ? readStat(await readText(proc, pid, 'stat')).startTime : '';

/**
 * Whether the owner in some labels still runs. `unknown` if this machine cannot find out: the owner is on another machine or
 * in another PID namespace, or the system has no /proc.
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
