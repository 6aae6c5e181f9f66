import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { Diagnostic } from '../core/diagnostic.ts';
import { listWords, suggest } from '../core/nearest.ts';
import { excerpt } from '../core/visible.ts';
import { isWithin } from './read-file.ts';
import type { Scenario } from './scenario.ts';

export interface Selected {
  /** Absolute paths without duplicates, sorted within each given path. */
  files: string[];
  /** The folder of all scenarios: the working directory, or the common parent of paths outside of it. */
  root: string;
  diagnostics: Diagnostic[];
}

/** Folders named `fixtures` contain the manifests of scenarios. */
const ignore = ['**/fixtures/**', '**/node_modules/**', '**/.*/**', '**/plumbline.{yaml,yml}'];

const commonFolder = (folders: readonly string[]): string =>
  folders.reduce((common, folder) => {
    let shared = common;
    while (!isWithin(folder, shared)) shared = dirname(shared);
    return shared;
  });

const kindOf = async (path: string): Promise<'file' | 'folder' | undefined> => {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
};

/**
 * Finds the scenario files for paths, folders and globs. A folder means all *.yaml and *.yml files below it, except in
 * folders named `fixtures`. A file that is given itself is always included.
 */
export const selectFiles = async (paths: readonly string[], cwd: string): Promise<Selected> => {
  const files = new Set<string>();
  const folders: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const given of paths) {
    const path = resolve(cwd, given);
    const kind = await kindOf(path);
    if (kind === 'file') {
      files.add(path);
      folders.push(dirname(path));
    } else if (kind === 'folder') {
      for (const file of await globFiles(['**/*.{yaml,yml}'], path)) files.add(file);
      folders.push(path);
    } else if (isDynamicPattern(given)) {
      const found = await globFiles([given], cwd);
      for (const file of found) files.add(file);
      folders.push(...found.map((file) => dirname(file)));
      if (!found.length) diagnostics.push(nothingAt(given, 'No file matches the pattern'));
    } else diagnostics.push(nothingAt(given, 'There is no file or folder'));
  }
  const outside = [...folders].some((folder) => !isWithin(folder, cwd));
  return { files: [...files], root: outside ? commonFolder(folders) : cwd, diagnostics };
};

const nothingAt = (given: string, what: string): Diagnostic => ({
  code: 'file-not-found',
  message: `${what} ${excerpt(given, 200)}.`,
});

const globFiles = async (patterns: string[], cwd: string): Promise<string[]> => {
  const found = await glob(patterns, {
    cwd,
    ignore,
    onlyFiles: true,
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  return found
    .map((file) => join(cwd, file))
    .filter((file) => /\.ya?ml$/.test(file))
    .sort((a, b) => (a < b ? -1 : 1));
};

export interface ScenarioFilter {
  /** A scenario must have one of these tags. `!word` excludes scenarios with the tag. */
  tags?: readonly string[];
  /** A part of the id or the title. Case does not matter. */
  grep?: string;
}

const hasTags = (own: readonly string[], tags: readonly string[]): boolean => {
  const refused = tags.filter((tag) => tag.startsWith('!')).map((tag) => tag.slice(1));
  const wanted = tags.filter((tag) => !tag.startsWith('!'));
  return !own.some((tag) => refused.includes(tag)) && (!wanted.length || own.some((tag) => wanted.includes(tag)));
};

/**
 * The scenarios that match tags and pattern. If there are none, a diagnostic (nothing-selected) names the existing
 * tags.
 */
export const filterScenarios = (
  scenarios: readonly Scenario[],
  { tags = [], grep = '' }: ScenarioFilter,
): { scenarios: Scenario[]; diagnostics: Diagnostic[] } => {
  const needle = grep.toLowerCase();
  const left = scenarios.filter(
    ({ planned }) =>
      hasTags(planned.tags, tags) && [planned.id, planned.title].some((text) => text.toLowerCase().includes(needle)),
  );
  if (left.length) return { scenarios: left, diagnostics: [] };
  const known = [...new Set(scenarios.flatMap(({ planned }) => planned.tags))].sort();
  const strange = tags.map((tag) => tag.replace(/^!/, '')).find((tag) => !known.includes(tag));
  const filters = [...tags.map((tag) => `tag ${tag}`), ...(grep ? [`pattern ${excerpt(grep)}`] : [])];
  const message = scenarios.length
    ? `None of ${scenarios.length} scenarios has ${listWords(filters).replace(/ or (?=[^,]*$)/, ' and ')}.`
    : 'There are no scenarios.';
  const hint = strange === undefined ? undefined : suggest(strange, known, 'Tags');
  return { scenarios: [], diagnostics: [{ code: 'nothing-selected', message, ...(hint && { hint }) }] };
};
