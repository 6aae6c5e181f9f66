import type { KubernetesObject } from '../cluster/cluster.ts';
import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../core/json.ts';
import type { BoundStep, GivenEntry, Scenario } from '../scenario/scenario.ts';
import type { Edit, Mutant, Mutation } from './mutant.ts';
import { breakObject, otherNamespaceName } from './operators/index.ts';

/** An object of a scenario, in `given` or in the body of an apply step. */
interface Site {
  object: KubernetesObject;
  /** The scenario with another object, or without one, in its place. */
  replace(object: KubernetesObject | undefined): Scenario;
}

/** All mutants of a scenario: each has exactly one mistake in its manifests. They are in the order of the file. */
export const mutantsOf = (scenario: Scenario): Mutant[] =>
  withOwnIds(
    sitesOf(scenario).flatMap(({ object, replace }) => {
      const mutant = (mutation: Mutation, broken: KubernetesObject | undefined): Mutant => {
        const origin = scenario.planned.id;
        const title = `${object.kind}/${object.metadata.name}`;
        const [first] = mutation.edits;
        const id = `${origin}: ${[mutation.operator, title, first && pathText(first.path)].filter(Boolean).join(' ')}`;
        const copy = replace(broken);
        return {
          id,
          operator: mutation.operator,
          text: [title, ...mutation.edits.map((edit) => editText(object, edit))].join(' '),
          origin,
          scenario: { ...copy, planned: { ...copy.planned, id }, namespaces: [...copy.namespaces, otherNamespaceName] },
        };
      };
      return [
        mutant({ operator: 'missing', edits: [] }, undefined),
        ...breakObject(object).map((mutation) => mutant(mutation, applyEdits(object, mutation.edits))),
      ];
    }),
  );

/** Makes ids unique: if a scenario applies an object several times, further mutants with the same id get a number. */
const withOwnIds = (mutants: readonly Mutant[]): Mutant[] => {
  const seen = new Map<string, number>();
  return mutants.map((mutant) => {
    const count = (seen.get(mutant.id) ?? 0) + 1;
    seen.set(mutant.id, count);
    return count === 1 ? mutant : named(mutant, `${mutant.id} (${count})`);
  });
};

const named = (mutant: Mutant, id: string): Mutant => ({
  ...mutant,
  id,
  scenario: { ...mutant.scenario, planned: { ...mutant.scenario.planned, id } },
});

const sitesOf = (scenario: Scenario): Site[] => [
  ...scenario.given.flatMap((entry, at) =>
    entry.objects.map((object, index) => ({
      object,
      replace: (other: KubernetesObject | undefined): Scenario => ({
        ...scenario,
        given: swap(scenario.given, at, { ...entry, objects: swap(entry.objects, index, other) } satisfies GivenEntry),
      }),
    })),
  ),
  ...scenario.steps.flatMap((step, at) => {
    const manifests = applied(step);
    return manifests.map((object, index) => ({
      object,
      replace: (other: KubernetesObject | undefined): Scenario => {
        const left = swap(manifests, index, other);
        const changed = { ...step, spec: { ...step.spec, manifest: left } };
        return {
          ...scenario,
          steps: left.length > 0 ? swap(scenario.steps, at, changed) : withoutStep(scenario, step),
        };
      },
    }));
  }),
];

/**
 * The objects of an apply step. Objects that the API server must refuse, or that are only described, get no mistakes.
 */
const applied = ({ kind, spec }: BoundStep): KubernetesObject[] =>
  kind.key === 'apply' ? ([spec['manifest']].flat().filter(isObject) as KubernetesObject[]) : [];

/** Removes a step that has no object left to apply, and the requirements for it. */
const withoutStep = ({ steps }: Scenario, gone: BoundStep): BoundStep[] =>
  steps
    .filter((step) => step !== gone)
    .map((step) => ({ ...step, requires: step.requires.filter((id) => id !== gone.planned.id) }));

const swap = <Item>(items: readonly Item[], at: number, other: Item | undefined): Item[] => [
  ...items.slice(0, at),
  ...(other === undefined ? [] : [other]),
  ...items.slice(at + 1),
];

const applyEdits = (object: KubernetesObject, edits: readonly Edit[]): KubernetesObject => {
  const copy = structuredClone(object);
  for (const { path, to } of edits) setAt(copy, path, to);
  return copy;
};

const setAt = (object: JsonObject, path: JsonPath, to: JsonValue | undefined): void => {
  const parent = valueAt(object, path.slice(0, -1));
  const key = path.at(-1) ?? '';
  if (Array.isArray(parent) && to !== undefined) parent[Number(key)] = to;
  else if (isObject(parent) && to === undefined) delete parent[String(key)];
  else if (isObject(parent)) parent[String(key)] = to;
};

const pathText = (path: JsonPath): string => path.join('.');

const longestValue = 60;
const show = (value: JsonValue | undefined): string => {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value).slice(0, longestValue);
};

const editText = (object: JsonObject, { path, to }: Edit): string =>
  `${pathText(path)}: ${show(valueAt(object, path))} → ${show(to)}`;
