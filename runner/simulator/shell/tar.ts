import type { ToolResult } from './tool.ts';

/** Options of GNU tar that have no effect on files without owners. */
const withoutEffect = new Set(['--no-same-permissions', '--no-same-owner', '--same-owner', '--warning=none']);

const isMode = (args: readonly string[], letter: 'c' | 'x'): boolean =>
  new RegExp(`^-?[a-z]*${letter}`).test(args[0] ?? '') || args.includes(letter === 'c' ? '--create' : '--extract');

/** The words in which the two differ. */
const dialects = {
  gnu: {
    /** Bytes of an archive without files. */
    emptySize: 10_240,
    removing: "tar: Removing leading `/' from member names\n",
    missing: (path: string) =>
      `tar: ${path}: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors\n`,
    noDirectory: (path: string) =>
      `tar: ${path}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n`,
  },
  busybox: {
    emptySize: 1_024,
    removing: "tar: removing leading '/' from member names\n",
    missing: (path: string) =>
      `tar: ${path}: No such file or directory\ntar: error exit delayed from previous errors\n`,
    noDirectory: (path: string) => `tar: can't change directory to '${path}': No such file or directory\n`,
  },
};

export interface TarHost {
  isBusybox: boolean;
  isDirectory(path: string): Promise<boolean>;
  /** The library's tar. */
  run(args: readonly string[]): Promise<ToolResult>;
}

/**
 * The library's tar with the manners of the real ones, which `kubectl cp` relies on and shows: archives hold no absolute
 * paths, and a missing file or directory is told in their words.
 */
export const runTar = async (given: readonly string[], host: TarHost): Promise<ToolResult> => {
  const words = dialects[host.isBusybox ? 'busybox' : 'gnu'];
  const args = given.filter((word) => !withoutEffect.has(word));
  const at = args.indexOf('-C');
  const directory = at < 0 ? undefined : args[at + 1];
  if (isMode(args, 'x') && directory !== undefined && !(await host.isDirectory(directory)))
    return { stdout: '', stderr: words.noDirectory(directory), exitCode: host.isBusybox ? 1 : 2 };
  if (!isMode(args, 'c') || directory !== undefined) return host.run(args);
  const operands = args.filter((word) => word.startsWith('/'));
  if (operands.length === 0) return host.run(args);
  const options = args.filter((word) => !operands.includes(word));
  const result = await host.run([...options, '-C', '/', ...operands.map((path) => path.replace(/^\/+/, '') || '.')]);
  const stderr = result.stderr.replace(/^tar: (.*): ENOENT: .*\n/gm, (_, path: string) => words.missing(`/${path}`));
  // GNU tar leaves a missing file out of the archive: here nothing is left in it.
  const isEmpty = result.exitCode !== 0 && args.includes('-') && result.output?.length === 0;
  return { ...result, ...(isEmpty && { output: Buffer.alloc(words.emptySize) }), stderr: words.removing + stderr };
};
