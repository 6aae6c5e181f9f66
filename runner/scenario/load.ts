import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Diagnostic, DiagnosticError } from '../core/diagnostic.ts';
import { isObject } from '../core/json.ts';
import { excerpt } from '../core/visible.ts';
import type { AnyStepKind } from '../steps/step.ts';
import { buildScenario } from './build.ts';
import { combinationsOf, countCombinations, mostCombinations } from './matrix.ts';
import { Page, type Sink } from './page.ts';
import { type ReadFile, readFileWithin } from './read-file.ts';
import type { Scenario } from './scenario.ts';
import { type FoundText, Texts } from './texts.ts';

export interface LoadOptions {
  /** Scenario files, absolute or relative to `root`. */
  files: readonly string[];
  kinds: readonly AnyStepKind[];
  /** The absolute path of the folder of all scenarios. Ids are relative to it, and no file outside of it is read. */
  root: string;
  /** Messages have paths relative to this folder. Default: `root`. */
  cwd?: string;
  /** Default: the disk. */
  readFile?: ReadFile;
}

export interface Loaded {
  /** The scenarios without a fault, in the order of the files. */
  scenarios: Scenario[];
  /** All faults of all files, in the order of file, line and column. */
  diagnostics: Diagnostic[];
  /** The text of each file, by its name in spans, for excerpts in messages. */
  texts: Map<string, string>;
}

const withSlashes = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

/**
 * Reads, parses, binds and checks scenario files, and fills in defaults. It does not reject for invalid files: the
 * result has the valid scenarios and all faults of all files.
 */
export const loadScenarios = async (options: LoadOptions): Promise<Loaded> => {
  const { kinds, readFile = readFileWithin } = options;
  const root = withSlashes(resolve(options.root));
  const from = withSlashes(resolve(options.cwd ?? root));
  const nameOf = (path: string): string => {
    const short = withSlashes(relative(from, path));
    return short.startsWith('../') ? path : short;
  };
  const texts = new Texts(readFile, root, nameOf);
  const diagnostics: Diagnostic[] = [];
  const scenarios: Scenario[] = [];
  for (const file of options.files) {
    const path = withSlashes(isAbsolute(file) ? resolve(file) : resolve(root, file));
    const loaded = await loadFile({ path, root, kinds, texts });
    diagnostics.push(...loaded.diagnostics);
    scenarios.push(...loaded.scenarios);
  }
  return { scenarios, diagnostics: tidy(diagnostics), texts: texts.all };
};

interface FileOptions {
  path: string;
  root: string;
  kinds: readonly AnyStepKind[];
  texts: Texts;
}

const loadFile = async (options: FileOptions): Promise<Omit<Loaded, 'texts'>> => {
  const { path, root, texts } = options;
  texts.find(path);
  await texts.fill();
  const found = texts.find(path);
  if (!found || 'fault' in found) return { scenarios: [], diagnostics: found ? [found.fault] : [] };
  for (;;) {
    // The files that a scenario names become known while it is built. It is built again until all have been read.
    const diagnostics: Diagnostic[] = [...found.source.diagnostics];
    const page = decode(found, (each) => diagnostics.push(each));
    const id = withSlashes(relative(root, path)).replace(/\.ya?ml$/, '');
    const scenarios = page ? buildAll(page, id, options, (each) => diagnostics.push(each)) : [];
    if (await texts.fill()) continue;
    return { scenarios: diagnostics.length ? [] : scenarios, diagnostics };
  }
};

/** The page of a scenario file, which must contain one mapping. */
const decode = ({ file, text, source }: FoundText, sink: Sink): Page | undefined => {
  const [document, second] = source.documents;
  if (second) {
    const message = `The file has ${source.documents.length} documents, but must have one.`;
    sink({
      code: 'yaml-several-documents',
      message,
      hint: 'Write one file for each scenario.',
      span: second.locate([]),
    });
    return undefined;
  }
  if (!document || document.value === null) {
    const span = document?.locate([]) ?? { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
    if (!source.diagnostics.length) sink({ code: 'scenario-empty', message: 'The file has no scenario.', span });
    return undefined;
  }
  const page = new Page({ file, text, document, sink });
  if (isObject(document.value)) return page;
  page.report({ code: 'schema-type', message: 'A scenario must be a mapping with title and steps.' }, []);
  return undefined;
};

const buildAll = (page: Page, id: string, options: FileOptions, sink: Sink): Scenario[] => {
  const matrix = isObject(page.value) ? page.value['matrix'] : undefined;
  if ((countCombinations(matrix) ?? 0) > mostCombinations)
    page.report(
      { code: 'schema-value', message: `The matrix makes more than ${mostCombinations} scenarios.` },
      ['matrix'],
      'key',
    );
  return combinationsOf(matrix).flatMap((combination) => {
    try {
      return buildScenario({ ...options, page, id, combination, sink }) ?? [];
    } catch (cause) {
      const faults = cause instanceof DiagnosticError ? cause.diagnostics : [internal(cause)];
      // Only values of variables can make a scenario too large.
      for (const fault of faults) page.report(fault, fault.code === 'internal' ? [] : ['vars'], 'key');
      return [];
    }
  });
};

const internal = (cause: unknown): Diagnostic => ({
  code: 'internal',
  message: `Plumbline failed to load the scenario: ${excerpt(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause), 500)}`,
});

/** Sorts the faults and removes repeated ones, which combinations of a matrix and shared files cause. */
const tidy = (diagnostics: readonly Diagnostic[]): Diagnostic[] => {
  const files = [...new Set(diagnostics.map(({ span }) => span?.file ?? ''))];
  const placeOf = ({ span }: Diagnostic): string => `${span?.file}:${span?.line}:${span?.column}`;
  const ambiguous = new Set(diagnostics.filter(({ code }) => code === 'yaml-ambiguous-scalar').map(placeOf));
  const seen = new Set<string>();
  return diagnostics
    .filter((each) => {
      const key = `${placeOf(each)} ${each.message}`;
      // An ambiguous scalar may have the wrong type as a consequence: one fault is enough.
      if (seen.has(key) || (each.code.startsWith('schema-') && ambiguous.has(placeOf(each)))) return false;
      seen.add(key);
      return true;
    })
    .toSorted(
      (a, b) =>
        files.indexOf(a.span?.file ?? '') - files.indexOf(b.span?.file ?? '') ||
        (a.span?.line ?? 0) - (b.span?.line ?? 0) ||
        (a.span?.column ?? 0) - (b.span?.column ?? 0),
    );
};
