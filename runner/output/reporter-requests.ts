import { reporters as allReporters } from '../../reporters/index.ts';
import type { Reporter } from '../../reporters/reporter.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { suggest } from '../core/nearest.ts';
import { excerpt } from '../core/visible.ts';

/** A reporter and the place of its text: a file, or standard output. */
export interface OutputRequest {
  reporter: Reporter;
  profile?: string;
  file?: string;
}

/**
 * Parses the values of `--reporter`, each `name[:profile][=file]`. Adds the console reporter if no other writes to standard
 * output, so that a run with a report in a file is not silent. Two texts cannot share a place.
 */
export const parseReporters = (
  texts: readonly string[],
  reporters: readonly Reporter[] = allReporters,
): { requests: OutputRequest[]; diagnostics: Diagnostic[] } => {
  const requests: OutputRequest[] = [];
  const diagnostics: Diagnostic[] = [];
  const places = new Map<string, string>();
  for (const text of texts) {
    const parsed = parseRequest(text, reporters);
    if (!('reporter' in parsed)) {
      diagnostics.push(parsed);
      continue;
    }
    const place = parsed.file ?? '';
    const other = places.get(place);
    if (other !== undefined) diagnostics.push(shared(text, other, parsed.file));
    places.set(place, text);
    requests.push(parsed);
  }
  const [first] = reporters;
  if (!places.has('') && first && diagnostics.length === 0) requests.unshift({ reporter: first });
  return { requests, diagnostics };
};

const parseRequest = (text: string, reporters: readonly Reporter[]): OutputRequest | Diagnostic => {
  const [, name = '', profile, file] = /^([^:=]*)(?::([^=]*))?(?:=([\s\S]*))?$/.exec(text) ?? [];
  const option = `--reporter ${excerpt(text)}`;
  const reporter = reporters.find((each) => each.name === name);
  if (!reporter) {
    const names = reporters.map((each) => each.name);
    return {
      code: 'reporter-unknown',
      message: `${option}: there is no such reporter. ${suggest(name, names, 'There are')}`,
    };
  }
  if (profile !== undefined && !reporter.profiles.includes(profile)) {
    const allowed = suggest(profile, reporter.profiles) || `${name} has no profiles.`;
    return { code: 'reporter-unknown', message: `${option}: ${name} has no such profile. ${allowed}` };
  }
  if (file === '') return { code: 'option-invalid', message: `${option}: the file has no name.` };
  return { reporter, ...(profile !== undefined && { profile }), ...(file !== undefined && { file }) };
};

const shared = (text: string, other: string, file: string | undefined): Diagnostic => {
  const place = file === undefined ? 'standard output' : excerpt(file);
  return {
    code: 'option-invalid',
    message: `--reporter ${excerpt(text)}: ${place} already gets the text of ${excerpt(other)}.`,
    hint: 'Write one of them to a file: --reporter name=file.',
  };
};
