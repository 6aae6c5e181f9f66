import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DiagnosticError } from '../core/diagnostic.ts';
import { map, string } from '../core/shape.ts';
import { parseSource } from '../core/source.ts';
import { Page } from '../scenario/page.ts';
import { checkValue } from '../scenario/validate.ts';

const shape = map(string('The reason why the mutant may survive.'), 'Id of a mutant → the reason why it may survive.');

/** Reads a file of mutants that may survive, each with a reason. Throws DiagnosticError with all faults of the file. */
export const readAccepted = (file: string, cwd: string): Map<string, string> => {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch {
    throw new DiagnosticError({
      code: 'file-not-found',
      message: `The file ${file} does not exist or cannot be read.`,
    });
  }
  const source = parseSource(text, file);
  const diagnostics = [...source.diagnostics];
  const [document] = source.documents;
  if (document && diagnostics.length === 0) {
    const page = new Page({ file, text, document, sink: (fault) => diagnostics.push(fault) });
    for (const { path, at, ...fault } of checkValue(shape.schema, document.value, { name: file, expressions: false }))
      page.report(fault, path, at);
  }
  if (diagnostics.length > 0) throw new DiagnosticError(...diagnostics);
  return new Map(Object.entries((document?.value ?? {}) as Record<string, string>));
};
