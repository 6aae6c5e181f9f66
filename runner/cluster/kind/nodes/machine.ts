import { readFile } from 'node:fs/promises';
import type { Machine } from '../boot/boot-failure.ts';

/** Reads limits that may keep nodes from starting. They are this machine's; those of a remote engine may differ. */
export const readMachine = async (): Promise<Machine> => {
  const text = await readFile('/proc/sys/fs/inotify/max_user_instances', 'utf8').catch(() => '');
  return /^[0-9]+\s*$/.test(text) ? { inotifyInstances: Number(text) } : {};
};
