import { listWords } from '../../../core/nearest.ts';
import type { Backend } from '../../../probe/identity/backends.ts';
import { Unmet, Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';

/** A group of ready endpoints with its share of the connections. */
export interface TrafficGroup {
  /** The label selector or the name of an endpoint in the scenario. */
  name: string;
  members: string[];
  weight: number;
}

/** Groups with weights, or groups that are weighted by their ready endpoints. */
export type Between = Record<string, number> | string[];

export const groupNames = (between: Between): string[] => (Array.isArray(between) ? between : Object.keys(between));

/** `track=stable 3 : track=canary 1`. */
export const betweenText = (between: Between): string =>
  Array.isArray(between)
    ? `${between.join(' : ')} by ready pods`
    : Object.entries(between)
        .map(([name, weight]) => `${name} ${weight}`)
        .join(' : ');

/**
 * Assigns each ready endpoint to its group. Rejects with `Unmet` too-few-pods for a group without an endpoint, with
 * `Unmet` endpoints-mismatch for an endpoint in no group or in two, and with `Unobservable` spec-invalid if all weights
 * are 0.
 */
export const groupBackends = async (
  context: StepContext,
  { service, namespace }: { service: string; namespace: string },
  backends: readonly Backend[],
  between: Between,
): Promise<TrafficGroup[]> => {
  const groups = await Promise.all(
    groupNames(between).map(async (name) => {
      const selected = await selectedPods(context, namespace, name);
      const members = backends
        .filter((each) => each.name === name || selected.has(each.pod ?? ''))
        .map((each) => each.name);
      return { name, members, weight: Array.isArray(between) ? members.length : (between[name] ?? 0) };
    }),
  );
  const empty = groups.find(({ members }) => members.length === 0);
  if (empty)
    throw new Unmet(
      'too-few-pods',
      `No ready pod of Service ${service} is in the group ${empty.name}.`,
      `Its ready pods are ${listWords(backends.map(({ name }) => name))}. kubectl get pods --show-labels shows their labels.`,
    );
  for (const { name } of backends) {
    const holders = groups.filter(({ members }) => members.includes(name)).map((group) => group.name);
    if (holders.length === 1) continue;
    const where =
      holders.length === 0
        ? `in none of the groups ${listWords(groupNames(between))}`
        : `in several groups: ${holders.join(' and ')}`;
    throw new Unmet('endpoints-mismatch', `The ready pod ${name} of Service ${service} is ${where}.`);
  }
  if (groups.every(({ weight }) => weight === 0))
    throw new Unobservable('spec-invalid', 'All weights in between: are 0.');
  return groups;
};

/** The pods that match a label selector; none if the text is a name, which has no operator. */
const selectedPods = async (
  { cluster: { api }, signal }: StepContext,
  namespace: string,
  name: string,
): Promise<ReadonlySet<string>> => {
  if (!/[=!()\s]/.test(name)) return new Set();
  const { items } = await api.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: name }, signal);
  return new Set(items.map(({ metadata }) => metadata.name));
};
