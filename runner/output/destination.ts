import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import { excerpt } from '../core/visible.ts';

/** A file that a reporter's text goes to. Every method throws what the system says. */
export interface Destination {
  /** As the user wrote it. */
  name: string;
  /** False for a device or a pipe, which takes its text once and at the end. */
  replaceable: boolean;
  /** The old text or the new one, never a part: a reader and a crash see one of the two. */
  replace(text: string): void;
  append(text: string): void;
  close(): void;
}

/** Makes sure that the file can be written before anything costly begins; a diagnostic says why not. */
export const openDestination = (path: string, name: string, tag: string): Destination | Diagnostic => {
  try {
    const stats = statsOf(path);
    if (stats?.isDirectory()) return unwritable(name, 'it is a folder');
    if (stats?.isSocket()) return unwritable(name, 'it is a socket');
    // A link stays, and what it points to is replaced.
    const target = stats ? realpathSync(path) : path;
    if (stats) accessSync(target, constants.W_OK);
    const replaceable = stats?.isFile() ?? true;
    const draft = join(dirname(target), `.plumbline-${tag}.tmp`);
    if (replaceable) tryDraft(draft);
    return makeDestination({ name, target, draft, replaceable });
  } catch (cause) {
    return unwritable(name, causeOf(cause));
  }
};

const statsOf = (path: string): Stats | undefined => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found && lstatSync(path, { throwIfNoEntry: false })) throw new Error('it is a link to nothing');
  return found;
};

const tryDraft = (draft: string): void => {
  closeSync(openSync(draft, 'w'));
  rmSync(draft);
};

interface Target {
  name: string;
  target: string;
  draft: string;
  replaceable: boolean;
}

const makeDestination = ({ name, target, draft, replaceable }: Target): Destination => {
  let descriptor: number | undefined;
  return {
    name,
    replaceable,
    replace(text) {
      if (!replaceable) return writeFileSync(target, text);
      try {
        writeFileSync(draft, text, { flush: true });
        renameSync(draft, target);
      } catch (cause) {
        rmSync(draft, { force: true });
        throw cause;
      }
    },
    append(text) {
      descriptor ??= openSync(target, 'w');
      for (let rest = Buffer.from(text); rest.length > 0; ) rest = rest.subarray(writeSync(descriptor, rest));
    },
    close() {
      if (descriptor === undefined) return;
      const open = descriptor;
      descriptor = undefined;
      try {
        if (replaceable) fsyncSync(open);
      } finally {
        closeSync(open);
      }
    },
  };
};

const causes: Record<string, string> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'its name is too long',
};

const causeOf = (cause: unknown): string => {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return causes[code] ?? message ?? String(cause);
};

export const unwritable = (name: string, cause: unknown): Diagnostic => ({
  code: 'report-unwritable',
  message: `The report ${excerpt(name, 300)} cannot be written: ${typeof cause === 'string' ? cause : causeOf(cause)}.`,
});
