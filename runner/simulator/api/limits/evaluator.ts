import type { Unstructured } from '../../objects/metadata.ts';
import { count } from '../quantity.ts';
import { qualifiedName, type Resource } from '../resources.ts';
import type { Amounts } from './amounts.ts';
import type { ScopeRule } from './scopes.ts';

/** How objects of a kind count against a ResourceQuota: pkg/quota/v1/evaluator. */
export interface QuotaEvaluator<Each extends Unstructured = Unstructured> {
  /** Whether a quota may count it by this name. */
  counts(name: string): boolean;
  usage(object: Each, now: number): Amounts;
  /** An update is measured as well: by how much more it uses. */
  onUpdate?: true;
  /** The words about names that the object must say something of, and does not. */
  missing?(object: Each, names: readonly string[]): string[];
  /** Absent: the kind has no scopes, and a quota that has some does not count it. */
  isInScope?(object: Each, rule: ScopeRule): boolean;
}

/** `count/services`, `count/deployments.apps`. */
export const objectCount = (resource: Resource): string => `count/${qualifiedName(resource)}`;

/** Each object counts as one, by the name that every kind has and by those that a kind has beside it. */
export const countObjects = (resource: Resource, ...names: string[]): QuotaEvaluator => {
  const all = [objectCount(resource), ...names];
  return {
    counts: (name) => all.includes(name),
    usage: () => new Map(all.map((name) => [name, count(1)])),
  };
};
