import type { InMemoryFs } from 'just-bash';
import type { Files } from './tool.ts';

/** Bytes that one container may keep in files. */
const mostBytes = 64 * 1024 * 1024;

/** A file system in memory. The library behind it is loaded when a shell first needs it; reads before that are plain. */
export interface MemoryFiles extends Files {
  open(): Promise<InMemoryFs>;
}

export const memoryFiles = (initial: Readonly<Record<string, string>>): MemoryFiles => {
  let opening: Promise<InMemoryFs> | undefined;
  const open = (): Promise<InMemoryFs> => {
    opening ??= import('just-bash').then(async ({ InMemoryFs }) => {
      const files = new InMemoryFs({}, { maxTotalBytes: mostBytes });
      for (const path of ['/tmp', '/root', '/var/log', '/proc']) files.mkdirSync(path, { recursive: true });
      for (const [path, text] of Object.entries(initial)) files.writeFileSync(path, text);
      return files;
    });
    return opening;
  };
  return {
    open,
    async read(path) {
      if (!opening) return Object.hasOwn(initial, path) ? initial[path] : undefined;
      const files = await open();
      return (await files.exists(path)) ? files.readFile(path).catch(() => undefined) : undefined;
    },
    async write(path, text) {
      await (await open()).writeFile(path, text);
    },
  };
};
