import type { Bash, BashOptions, InMemoryFs } from 'just-bash';
import { type Clock, during } from '../../core/clock.ts';
import type { Files } from './tool.ts';

/** Bytes that one container may keep in files. */
const maxBytes = 64 * 1024 * 1024;

type Library = typeof import('just-bash');

/** A file system in memory. The library behind it is loaded when a shell first needs it; reads before that are plain. */
export interface MemoryFiles extends Files {
  /** An interpreter that works on these files. */
  bash(options: Omit<BashOptions, 'fs'>): Promise<Bash>;
  /** The kind of a path; `program`: a file that may be executed. */
  kind(path: string): Promise<'directory' | 'file' | 'program' | undefined>;
}

interface Disk {
  library: Library;
  files: InMemoryFs;
  /** Writes go to the interpreter's own files until the answer is called. */
  installing(): () => void;
}

/**
 * Each interpreter writes a stub for each of its programs and its /dev and /proc, about 200 files. Here they are
 * written once, and their text only when somebody reads it; changes that a script makes to them stay.
 */
const openDisk = (library: Library): Disk => {
  const installed = new Set<string>();
  let installing = false;
  const files = new (class extends library.InMemoryFs {
    override writeFileSync(...[path, content, options, metadata]: Parameters<InMemoryFs['writeFileSync']>): void {
      if (!installing || typeof content !== 'string') super.writeFileSync(path, content, options, metadata);
      else if (!installed.has(path)) this.writeFileLazy(path, () => content, metadata);
      installed.add(path);
    }
  })({}, { maxTotalBytes: maxBytes });
  return {
    library,
    files,
    installing: () => {
      installing = true;
      return () => {
        installing = false;
      };
    },
  };
};

export const memoryFiles = (initial: Readonly<Record<string, string>>, clock: Clock): MemoryFiles => {
  let opening: Promise<Disk> | undefined;
  const open = (): Promise<Disk> => {
    opening ??= during(clock.hold, () => import('just-bash')).then((library) => {
      const disk = openDisk(library);
      for (const path of ['/tmp', '/root', '/var/log', '/proc']) disk.files.mkdirSync(path, { recursive: true });
      for (const [path, text] of Object.entries(initial)) disk.files.writeFileSync(path, text);
      return disk;
    });
    return opening;
  };
  return {
    async bash(options) {
      const { library, files, installing } = await open();
      const done = installing();
      try {
        return new library.Bash({ ...options, fs: files });
      } finally {
        done();
      }
    },
    async read(path) {
      if (!opening) return Object.hasOwn(initial, path) ? initial[path] : undefined;
      const { files } = await open();
      return (await files.exists(path)) ? files.readFile(path).catch(() => undefined) : undefined;
    },
    async kind(path) {
      const { files } = await open();
      if (!(await files.exists(path))) return undefined;
      const { isDirectory, mode } = await files.stat(path);
      if (isDirectory) return 'directory';
      return (mode & 0o111) === 0 ? 'file' : 'program';
    },
    async write(path, text) {
      await (await open()).files.writeFile(path, text);
    },
  };
};
