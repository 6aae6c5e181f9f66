import { type Diagnostic, DiagnosticError } from '../core/diagnostic.ts';
import { parseSource, type Source } from '../core/source.ts';
import type { ReadFile } from './read-file.ts';

export interface FoundText {
  /** As messages show it. */
  file: string;
  text: string;
  source: Source;
}

/** Why a file has no text; without a span, for that is the place that names the file. */
export type ReadText = FoundText | { fault: Omit<Diagnostic, 'span'> };

/** The files of a load, each read and parsed once. Binding is synchronous, so it asks, is told "not yet", and comes again. */
export interface Texts {
  /** Undefined: not read yet; `fill` will. The path is absolute. */
  find(path: string): ReadText | undefined;
  /** Reads what was asked for. False when nothing was. */
  fill(): Promise<boolean>;
  /** All texts so far, by the name that messages show. */
  all: Map<string, string>;
}

const systemReasons: Record<string, string> = {
  ENOENT: 'There is no such file',
  EACCES: 'The file may not be read',
  EISDIR: 'It is a folder',
  ENOTDIR: 'There is no such file',
  ELOOP: 'The link leads round in a circle',
};

const faultOf = (cause: unknown, file: string): Omit<Diagnostic, 'span'> => {
  const [known] = cause instanceof DiagnosticError ? cause.diagnostics : [];
  if (known) return { ...known, message: `${known.message.replace(/\.$/, '')}: ${file}.` };
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason =
    systemReasons[code] ?? `The file cannot be read (${cause instanceof Error ? cause.message : String(cause)})`;
  return { code: 'file-not-found', message: `${reason}: ${file}.` };
};

export const createTexts = (readFile: ReadFile, root: string, nameOf: (path: string) => string): Texts => {
  const known = new Map<string, ReadText>();
  const wanted = new Set<string>();
  const all = new Map<string, string>();
  const read = async (path: string): Promise<void> => {
    const file = nameOf(path);
    try {
      const text = await readFile(path, root);
      all.set(file, text);
      known.set(path, { file, text, source: parseSource(text, file) });
    } catch (cause) {
      known.set(path, { fault: faultOf(cause, file) });
    }
  };
  return {
    all,
    find: (path) => {
      const found = known.get(path);
      if (!found) wanted.add(path);
      return found;
    },
    fill: async () => {
      const paths = [...wanted];
      wanted.clear();
      // One after the other: a folder of thousands must not open thousands of files at once.
      for (const path of paths) await read(path);
      return paths.length > 0;
    },
  };
};
