import { open, realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { DiagnosticError } from '../core/diagnostic.ts';
import { largestSource } from '../core/source.ts';

/**
 * The text of a file, which must lie within `root`. Rejects with DiagnosticError (path-outside, file-too-large) or with
 * the system's own error.
 */
export type ReadFile = (path: string, root: string) => Promise<string>;

const isWithin = (path: string, root: string): boolean => {
  const way = relative(root, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
};

/** Reads UTF-8 from the disk. Links may lead about within `root`, but never out of it; devices and pipes are no files. */
export const readFileWithin: ReadFile = async (path, root) => {
  const real = await realpath(path);
  if (!isWithin(real, await realpath(root)))
    throw new DiagnosticError({
      code: 'path-outside',
      message: 'The file is a link that leads out of the folder of the scenarios.',
      hint: 'Put a copy of the file beside the scenario.',
    });
  const handle = await open(real, 'r');
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('it is no regular file');
    if (stats.size > largestSource)
      throw new DiagnosticError({ code: 'file-too-large', message: 'The file is larger than 1 MiB.' });
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
};
