import { readFile } from 'node:fs/promises';
import type { Machine } from '../boot/boot-failure.ts';

/** What may keep nodes from starting. It speaks of this machine; an engine elsewhere may be otherwise. */
export const readMachine = async (): Promise<Machine> => {
  const text = await readFile('/proc/sys/fs/inotify/max_user_instances', 'utf8').catch(() => '');
  return /^[0-9]+\s*$/.test(text) ? { inotifyInstances: Number(text) } : {};
};
