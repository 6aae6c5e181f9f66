import type { Needs } from '../cluster/cluster.ts';
import type { JsonPath, JsonValue } from '../core/json.ts';
import { listWords, nearest, suggest } from '../core/nearest.ts';
import { type Reference, roots } from './expression.ts';
import type { BoundText } from './manifests.ts';
import { findExpressions } from './variables.ts';

/** A value with expressions, and the number of the step that uses it: -1 for what is given. */
export interface Use extends BoundText {
  order: number;
}

/** What expressions of a scenario can name. */
export interface Scope {
  /** Name → number of the step that makes it. */
  captures: ReadonlyMap<string, number>;
  names: ReadonlyMap<string, JsonValue>;
  namespaces: readonly string[];
  /** Undefined when some step may make Services that nobody knows of while loading. */
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
      message: `\${${name}} is captured by a step that comes ${made === order ? 'only then' : 'later'}.`,
      hint: 'Use it in a step after the one that captures it.',
    };
  if (names.has(name)) return { code: 'reference-unknown', message: `\${${name}} has nothing at ${path.join('.')}.` };
  const known = [...names.keys(), ...captures.keys()].filter((each) => !each.startsWith('matrix.'));
  const meant = nearest(name, [...known, ...roots]);
  const advice = known.length ? `Known here: ${listWords(known)}. ` : 'Name it under vars: or capture:. ';
  return {
    code: 'reference-unknown',
    message: `Nothing is called \${${name}}.`,
    hint: meant !== undefined ? `Did you mean ${meant}?` : `${advice}Write $\${ where the text itself is meant.`,
  };
};

const check = (reference: Reference, order: number, scope: Scope): ReferenceProblem | undefined => {
  switch (reference.root) {
    case 'name':
      return checkName(reference, order, scope);
    case 'matrix': {
      const known = [...scope.names.keys()].filter((each) => each.startsWith('matrix.')).map((each) => each.slice(7));
      if (known.includes(reference.name)) return undefined;
      return unknown(`The matrix has no ${reference.name}.`, reference.name, known);
    }
    case 'namespace':
      if (reference.alias === undefined || scope.namespaces.includes(reference.alias)) return undefined;
      return unknown(`No namespace is called ${reference.alias} under namespaces:.`, reference.alias, scope.namespaces);
    case 'service':
      if (!scope.services || scope.services.has(reference.name)) return undefined;
      return unknown(`Nothing in this scenario makes a Service ${reference.name}.`, reference.name, [
        ...scope.services,
      ]);
    default:
      return undefined;
  }
};

/** Reports every expression that cannot have a value, as far as that is known without a cluster. */
export const checkReferences = (uses: readonly Use[], scope: Scope): void => {
  for (const { value, page, path, order } of uses)
    for (const found of findExpressions(value, path)) {
      const problem = 'fault' in found.parsed ? found.parsed.fault : check(found.parsed.reference, order, scope);
      if (problem) page.report(problem, found.path, 'value', found.written);
    }
};

/** What the expressions of a scenario need of the cluster: nobody should have to say it twice. */
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

/** Ids that a step requires: each must be of a step before it. */
export const checkRequires = (
  requires: readonly string[],
  order: number,
  ids: readonly string[],
  report: (problem: ReferenceProblem, index: number) => void,
): void => {
  requires.forEach((id, index) => {
    const at = ids.indexOf(id);
    if (at < 0)
      report(unknown(`No step has the id ${id}.`, id, ids.slice(0, Math.max(0, order)).filter(Boolean)), index);
    else if (at >= order)
      report(
        {
          code: 'reference-later',
          message: at === order ? `The step requires itself.` : `The step ${id} comes later.`,
          hint: 'Steps run in the order they are written; put it first.',
        },
        index,
      );
  });
};

/** The path of the n-th required id: one id may stand without a list. */
export const requiresPath = (path: JsonPath, isList: boolean, index: number): JsonPath =>
  isList ? [...path, 'requires', index] : [...path, 'requires'];
