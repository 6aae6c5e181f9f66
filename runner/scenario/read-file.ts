import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { DiagnosticError } from '../core/diagnostic.ts';
import { largestSource } from '../core/source.ts';

/**
 * The text of a file, which must lie within `root`. Rejects with DiagnosticError (path-outside, file-too-large) or with
 * the system's own error.
 */
export type ReadFile = (path: string, root: string) => Promise<string>;

export const isWithin = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
};

/**
 * Reads UTF-8 from the disk. Links may lead about within `root`, but never out of it; devices and pipes are no files. Nothing
 * else is to be done meanwhile, and six calls that each wait for another thread take ten times as long.
 */
export const readFileWithin: ReadFile = async (path, root) => {
  const real = realpathSync.native(path);
  if (!isWithin(real, realpathSync.native(root)))
    throw new DiagnosticError({
      code: 'path-outside',
      message: 'The file is a link that leads out of the folder of the scenarios.',
      hint: 'Put a copy of the file beside the scenario.',
    });
  // A pipe that nobody writes to would hold up the open.
  const descriptor = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new Error('it is no regular file');
    if (stats.size > largestSource)
      throw new DiagnosticError({ code: 'file-too-large', message: 'The file is larger than 1 MiB.' });
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
};
