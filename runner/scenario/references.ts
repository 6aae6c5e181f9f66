import type { Needs } from '../cluster/cluster.ts';
import type { JsonPath, JsonValue } from '../core/json.ts';
import { listWords, nearest, suggest } from '../core/nearest.ts';
import { type Reference, roots } from './expression.ts';
import type { BoundText } from './manifests.ts';
import { findExpressions } from './variables.ts';

/** A value with expressions, and the index of the step that uses it; -1 for `given`. */
export interface Use extends BoundText {
  order: number;
}

/** The names that expressions of a scenario may use. */
export interface Scope {
  /** Name of a capture → index of its step. */
  captures: ReadonlyMap<string, number>;
  names: ReadonlyMap<string, JsonValue>;
  namespaces: readonly string[];
  /** Undefined if a step may create Services that are not known while loading. */
  services: ReadonlySet<string> | undefined;
}

interface ReferenceProblem {
  code: 'reference-unknown' | 'reference-later';
  message: string;
  hint?: string;
}

const unknown = (message: string, word: string, candidates: readonly string[]): ReferenceProblem => {
  const hint = suggest(word, candidates, 'There are');
  return { code: 'reference-unknown', message, ...(hint && { hint }) };
};

const checkName = (
  { name, path }: Extract<Reference, { root: 'name' }>,
  order: number,
  { captures, names }: Scope,
): ReferenceProblem | undefined => {
  const made = captures.get(name);
  if (made !== undefined && made < order) return undefined;
  if (made !== undefined)
    return {
      code: 'reference-later',
      message:
        made === order ? `\${${name}} is captured by this step itself.` : `\${${name}} is captured by a later step.`,
      hint: 'Use it after the step that captures it.',
    };
  if (names.has(name)) return { code: 'reference-unknown', message: `\${${name}} has no value at ${path.join('.')}.` };
  const known = [...names.keys(), ...captures.keys()].filter((each) => !each.startsWith('matrix.'));
  const meant = nearest(name, [...known, ...roots]);
  const advice = known.length ? `Known names: ${listWords(known)}. ` : 'Define it under vars or capture. ';
  return {
    code: 'reference-unknown',
    message: `There is no variable or capture \${${name}}.`,
    hint: meant !== undefined ? `Did you mean ${meant}?` : `${advice}To write a literal $\{, use $\${.`,
  };
};

const check = (reference: Reference, order: number, scope: Scope): ReferenceProblem | undefined => {
  switch (reference.root) {
    case 'name':
      return checkName(reference, order, scope);
    case 'matrix': {
      const known = [...scope.names.keys()].filter((each) => each.startsWith('matrix.')).map((each) => each.slice(7));
      if (known.includes(reference.name)) return undefined;
      return unknown(`The matrix has no key ${reference.name}.`, reference.name, known);
    }
    case 'namespace':
      if (reference.alias === undefined || scope.namespaces.includes(reference.alias)) return undefined;
      return unknown(`There is no namespace ${reference.alias} under namespaces.`, reference.alias, scope.namespaces);
    case 'service':
      if (!scope.services || scope.services.has(reference.name)) return undefined;
      return unknown(`This scenario does not create a Service ${reference.name}.`, reference.name, [...scope.services]);
    default:
      return undefined;
  }
};

/** Reports every expression that is known to have no value, without a cluster. */
export const checkReferences = (uses: readonly Use[], scope: Scope): void => {
  for (const { value, page, path, order } of uses)
    for (const found of findExpressions(value, path)) {
      const problem = 'fault' in found.parsed ? found.parsed.fault : check(found.parsed.reference, order, scope);
      if (problem) page.report(problem, found.path, 'value', found.written);
    }
};

/** The needs that follow from the expressions of a scenario, so that the scenario need not state them. */
export const needsOfReferences = (uses: readonly Use[]): Needs => {
  const references = uses.flatMap(({ value }) =>
    findExpressions(value).flatMap(({ parsed }) => ('reference' in parsed ? [parsed.reference] : [])),
  );
  const hosts = references.flatMap((each) => (each.root === 'external' ? [each.index + 1] : []));
  return {
    ...(hosts.length && { externalHosts: Math.max(...hosts) }),
    ...(references.some((each) => each.root === 'ingress') && { ingress: true }),
  };
};

/** Checks that each id that a step requires belongs to an earlier step. */
export const checkRequires = (
  requires: readonly string[],
  order: number,
  ids: readonly string[],
  report: (problem: ReferenceProblem, index: number) => void,
): void => {
  requires.forEach((id, index) => {
    const at = ids.indexOf(id);
    if (at < 0)
      report(
        unknown(`There is no step with the id ${id}.`, id, ids.slice(0, Math.max(0, order)).filter(Boolean)),
        index,
      );
    else if (at >= order)
      report(
        {
          code: 'reference-later',
          message: at === order ? 'The step requires itself.' : `The step ${id} comes after this one.`,
          hint: 'Steps run in the order of the file: move the required step up.',
        },
        index,
      );
  });
};

/** The path of a required id. A single id may be written without a list. */
export const requiresPath = (path: JsonPath, isList: boolean, index: number): JsonPath =>
  isList ? [...path, 'requires', index] : [...path, 'requires'];
