import { type Diagnostic, DiagnosticError } from '../core/diagnostic.ts';
import { parseSource, type Source } from '../core/source.ts';
import type { ReadFile } from './read-file.ts';

export interface FoundText {
  /** The name in messages. */
  file: string;
  text: string;
  source: Source;
}

/** A file's text, or why it has none. The fault has no span: its place is where a scenario names the file. */
export type ReadText = FoundText | { fault: Omit<Diagnostic, 'span'> };

const systemReasons: Record<string, string> = {
  ENOENT: 'There is no such file',
  EACCES: 'There is no permission to read the file',
  EISDIR: 'The path is a folder',
  ENOTDIR: 'There is no such file',
  ELOOP: 'The links form a loop',
};

const faultOf = (cause: unknown, file: string): Omit<Diagnostic, 'span'> => {
  const [known] = cause instanceof DiagnosticError ? cause.diagnostics : [];
  if (known) return { ...known, message: `${known.message.replace(/\.$/, '')}: ${file}.` };
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason =
    systemReasons[code] ?? `The file cannot be read (${cause instanceof Error ? cause.message : String(cause)})`;
  return { code: 'file-not-found', message: `${reason}: ${file}.` };
};

/**
 * The files of one load, each read and parsed once. Binding is synchronous: it asks with `find`, and the scenario is
 * built again after `fill` has read the files that were missing.
 */
export class Texts {
  /** All texts so far, by the name that messages show. */
  readonly all = new Map<string, string>();
  readonly #known = new Map<string, ReadText>();
  readonly #wanted = new Set<string>();
  readonly #readFile: ReadFile;
  readonly #root: string;
  readonly #nameOf: (path: string) => string;

  constructor(readFile: ReadFile, root: string, nameOf: (path: string) => string) {
    this.#readFile = readFile;
    this.#root = root;
    this.#nameOf = nameOf;
  }

  /** The file at an absolute path. Undefined until the next `fill` has read it. */
  find(path: string): ReadText | undefined {
    const found = this.#known.get(path);
    if (!found) this.#wanted.add(path);
    return found;
  }

  /** Reads the files that were asked for. Returns false if there were none. */
  async fill(): Promise<boolean> {
    const paths = [...this.#wanted];
    this.#wanted.clear();
    // One after the other: a folder of thousands must not open thousands of files at once.
    for (const path of paths) this.#known.set(path, await this.#read(path));
    return paths.length > 0;
  }

  async #read(path: string): Promise<ReadText> {
    const file = this.#nameOf(path);
    try {
      const text = await this.#readFile(path, this.#root);
      this.all.set(file, text);
      return { file, text, source: parseSource(text, file) };
    } catch (cause) {
      return { fault: faultOf(cause, file) };
    }
  }
}
