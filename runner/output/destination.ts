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

/** A file for the text of a reporter. Every method throws the error of the system. */
export interface Destination {
  /** As the user wrote it. */
  name: string;
  /** False for a device or a pipe, which takes its text once and at the end. */
  replaceable: boolean;
  /** Replaces the whole text: a reader, or a crash, finds the old text or the new one and never a part. */
  replace(text: string): void;
  append(text: string): void;
  close(): void;
}

/** Checks that the file can be written before anything costly begins; the diagnostic says why it cannot. */
export const openDestination = (path: string, name: string, tag: string): Destination | Diagnostic => {
  try {
    const stats = statsOf(path);
    if (stats?.isDirectory()) return unwritable(name, 'it is a folder');
    if (stats?.isSocket()) return unwritable(name, 'it is a socket');
    // A link stays; its target is replaced.
    const target = stats ? realpathSync(path) : path;
    if (stats) accessSync(target, constants.W_OK);
    const replaceable = stats?.isFile() ?? true;
    const draft = join(dirname(target), `.plumbline-${tag}.tmp`);
    if (replaceable) tryDraft(draft);
    return new FileDestination({ name, target, draft, replaceable });
  } catch (cause) {
    return unwritable(name, causeOf(cause));
  }
};

const statsOf = (path: string): Stats | undefined => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found && lstatSync(path, { throwIfNoEntry: false }))
    throw new Error('it is a link to a file that does not exist');
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

class FileDestination implements Destination {
  readonly name: string;
  readonly replaceable: boolean;
  readonly #target: string;
  readonly #draft: string;
  #descriptor: number | undefined;

  constructor({ name, target, draft, replaceable }: Target) {
    this.name = name;
    this.replaceable = replaceable;
    this.#target = target;
    this.#draft = draft;
  }

  replace(text: string): void {
    if (!this.replaceable) {
      writeFileSync(this.#target, text);
      return;
    }
    try {
      writeFileSync(this.#draft, text, { flush: true });
      renameSync(this.#draft, this.#target);
    } catch (cause) {
      rmSync(this.#draft, { force: true });
      throw cause;
    }
  }

  append(text: string): void {
    this.#descriptor ??= openSync(this.#target, 'w');
    for (let rest = Buffer.from(text); rest.length > 0; ) rest = rest.subarray(writeSync(this.#descriptor, rest));
  }

  close(): void {
    const open = this.#descriptor;
    if (open === undefined) return;
    this.#descriptor = undefined;
    try {
      if (this.replaceable) fsyncSync(open);
    } finally {
      closeSync(open);
    }
  }
}

const causes: Record<string, string> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of its path is not a folder',
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
