import { countOf } from '../core/count.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { exitCodes } from '../core/exit-code.ts';
import { renderDiagnostic } from '../core/frame.ts';
import type { Io } from '../core/io.ts';
import { loadScenarios } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { filterScenarios, selectFiles } from '../scenario/select.ts';
import { stepKinds } from '../steps/index.ts';
import { type Config, readConfig } from './config.ts';

export interface Selected {
  config: Config;
  scenarios: Scenario[];
  /** The faults of the files. With a fault nothing runs. */
  diagnostics: Diagnostic[];
  texts: ReadonlyMap<string, string>;
}

/** Paths, folders and globs → loaded scenarios. Default: the paths in `plumbline.yaml`, else `scenarios/`. */
export const selectScenarios = async (
  words: readonly string[],
  { tag, grep }: { tag: readonly string[]; grep?: string | undefined },
  io: Pick<Io, 'cwd'>,
): Promise<Selected> => {
  const { config, diagnostics, texts } = readConfig(io.cwd);
  if (diagnostics.length > 0) return { config, scenarios: [], diagnostics, texts };
  const paths = words.length > 0 ? words : (config.scenarios ?? ['scenarios/']);
  const files = await selectFiles(paths, io.cwd);
  if (files.diagnostics.length > 0) return { config, scenarios: [], diagnostics: files.diagnostics, texts };
  const loaded = await loadScenarios({ files: files.files, kinds: stepKinds, root: files.root, cwd: io.cwd });
  if (loaded.diagnostics.length > 0)
    return { config, scenarios: [], diagnostics: loaded.diagnostics, texts: loaded.texts };
  const filtered = filterScenarios(loaded.scenarios, { tags: tag, ...(grep !== undefined && { grep }) });
  return { config, ...filtered, texts: loaded.texts };
};

/** The exit code of a selection with faults: 4 if all files are valid and nothing is selected. */
export const selectionCode = ({ diagnostics }: Pick<Selected, 'diagnostics'>): number =>
  diagnostics.every(({ code }) => code === 'nothing-selected') ? exitCodes.nothing : exitCodes.usage;

/** Selects scenarios and goes on with them. If there are faults, prints all of them and returns the exit code. */
export const withScenarios = async (
  words: readonly string[],
  filter: Parameters<typeof selectScenarios>[1],
  io: Io,
  goOn: (selected: Selected) => Promise<number> | number,
): Promise<number> => {
  const selected = await selectScenarios(words, filter, io);
  if (selected.diagnostics.length === 0) return goOn(selected);
  printDiagnostics(selected, io);
  return selectionCode(selected);
};

/** Prints every fault with its source line. */
export const printEach = ({ diagnostics, texts }: Pick<Selected, 'diagnostics' | 'texts'>, io: Io): void => {
  for (const diagnostic of diagnostics) {
    const text = diagnostic.span ? texts.get(diagnostic.span.file) : undefined;
    io.err(`${renderDiagnostic(diagnostic, text, { color: io.color })}\n\n`);
  }
};

/** Prints every fault, then their number. */
export const printDiagnostics = (selected: Pick<Selected, 'diagnostics' | 'texts'>, io: Io): void => {
  printEach(selected, io);
  const { diagnostics } = selected;
  const files = new Set(diagnostics.map((each) => each.span?.file).filter(Boolean)).size;
  const faults = countOf(diagnostics.length, 'fault');
  io.err(`${files > 0 ? `${faults} in ${countOf(files, 'file')}` : faults}. Nothing was run.\n`);
};
