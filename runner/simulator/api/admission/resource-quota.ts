import type { JsonObject } from '../../../core/json.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import type { ApiKind } from '../kinds/api-kind.ts';
import { kinds } from '../kinds/index.ts';
import { resourceQuotaKind } from '../kinds/resource-quota/strategy.ts';
import { specOf, statusOf } from '../kinds/support/spec.ts';
import { type Amounts, pick, readAmounts, showAmounts, sumOf, writeAmounts } from '../limits/amounts.ts';
import { countObjects, objectCount, type QuotaEvaluator } from '../limits/evaluator.ts';
import { type ScopeRule, scopeRulesOf } from '../limits/scopes.ts';
import { addQuantities, isMore, type Quantity, zero } from '../quantity.ts';
import { forbidden } from '../status.ts';
import type { Store } from '../store.ts';
import { unsimulated } from '../unsimulated.ts';
import type { AdmissionPlugin } from './plugin.ts';

/** The limits of a quota, as its controller has last seen them: until then it limits nothing. */
const limitsOf = (quota: Unstructured): Amounts => readAmounts(statusOf(quota)['hard']);

/** How objects of a kind are counted; undefined for those that no quota counts. */
export const evaluatorOf = ({ resource, quota }: ApiKind): QuotaEvaluator | undefined => {
  if (!resource.namespaced || quota === false) return undefined;
  return quota ?? countObjects(resource);
};

const counted = kinds.flatMap((kind) => {
  const evaluator = evaluatorOf(kind);
  return evaluator ? [{ kind: kind.resource.kind, evaluator }] : [];
});

const evaluators = new Map(counted.map(({ kind, evaluator }) => [kind, evaluator]));

const isInScope = (evaluator: QuotaEvaluator, rules: readonly ScopeRule[], object: Unstructured): boolean =>
  rules.every((rule) => evaluator.isInScope?.(object, rule) ?? false);

/** Names that a quota may count, for things that the embedded cluster never has. */
const absent = new Set([
  'persistentvolumeclaims',
  'requests.storage',
  ...unsimulated.filter(({ namespaced }) => namespaced).map(objectCount),
]);

/** The amounts that the objects of a quota's namespace use now, by the names that it limits. Names that nothing counts are left out. */
export const usedOf = (store: Store, quota: Unstructured, limits: Amounts, now: number): Amounts => {
  const rules = scopeRulesOf(specOf(quota));
  const names = [...limits.keys()];
  const relevant = counted.filter(({ evaluator }) => names.some((name) => evaluator.counts(name)));
  const known = names.filter((name) => absent.has(name) || relevant.some(({ evaluator }) => evaluator.counts(name)));
  const used = relevant.flatMap(({ kind, evaluator }) =>
    store
      .list(kind, quota.metadata.namespace)
      .filter((object) => isInScope(evaluator, rules, object))
      .map((object) => evaluator.usage(object, now)),
  );
  const sum = sumOf([new Map(known.map((name) => [name, zero])), ...used]);
  return pick(sum, (name) => known.includes(name));
};

/** The status that the controller gives it. */
export const quotaStatus = (store: Store, quota: Unstructured, now: number): JsonObject => {
  const limits = readAmounts(specOf(quota)['hard']);
  return { hard: writeAmounts(limits), used: writeAmounts(usedOf(store, quota, limits, now)) };
};

interface Measure {
  evaluator: QuotaEvaluator;
  object: Unstructured;
  old: Unstructured | undefined;
  now: number;
}

/** By how much an object uses more than before; nothing where it uses less. */
const growthOf = ({ evaluator, object, old, now }: Measure): Amounts => {
  const before = old ? evaluator.usage(old, now) : new Map<string, Quantity>();
  const more = [...evaluator.usage(object, now)].map(([name, quantity]): [string, Quantity] => {
    const was = before.get(name);
    return [name, was ? { nano: quantity.nano - was.nano, format: quantity.format } : quantity];
  });
  return new Map(more.filter(([, { nano }]) => nano > 0n));
};

interface Limit {
  quota: Unstructured;
  /** Of what the quota limits, the part that the object counts towards. */
  limits: Amounts;
}

const limitsOn = (store: Store, { evaluator, object }: Measure): Limit[] =>
  store
    .list(resourceQuotaKind.resource.kind, object.metadata.namespace)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .flatMap((quota) => {
      const limits = pick(limitsOf(quota), (name) => evaluator.counts(name));
      return limits.size > 0 && isInScope(evaluator, scopeRulesOf(specOf(quota)), object) ? [{ quota, limits }] : [];
    });

/** The words about a quota that would be exceeded. */
const excessOf = (store: Store, { quota, limits }: Limit, more: Amounts, now: number): string | undefined => {
  const requested = pick(more, (name) => limits.has(name));
  if (requested.size === 0) return undefined;
  const used = usedOf(store, quota, limits, now);
  const isExceeded = (name: string): boolean => {
    const after = addQuantities(used.get(name) ?? zero, requested.get(name) ?? zero);
    return requested.has(name) && isMore(after, limits.get(name) ?? zero);
  };
  if (![...requested.keys()].some(isExceeded)) return undefined;
  const shown = (amounts: Amounts): string => showAmounts(pick(amounts, isExceeded));
  return `exceeded quota: ${quota.metadata.name}, requested: ${shown(requested)}, used: ${shown(used)}, limited: ${shown(limits)}`;
};

/**
 * Refuses an object with which a quota of its namespace would be exceeded. Usage is counted anew, so that several
 * objects that are made at one moment are all seen. https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  validate: (object, { resource, store, now, old }) => {
    const evaluator = evaluators.get(resource.kind);
    if (!evaluator || object.metadata.namespace === undefined || (old && !evaluator.onUpdate)) return;
    const measure = { evaluator, object, old, now };
    const concerned = limitsOn(store, measure);
    for (const { quota, limits } of concerned) {
      const missing = evaluator.missing?.(object, [...limits.keys()]) ?? [];
      if (missing.length > 0)
        throw forbidden(
          resource,
          object.metadata.name,
          `failed quota: ${quota.metadata.name}: must specify ${missing.join('; ')}`,
        );
    }
    if (concerned.length === 0) return;
    const more = growthOf(measure);
    for (const limit of concerned) {
      const excess = excessOf(store, limit, more, now);
      if (excess !== undefined) throw forbidden(resource, object.metadata.name, excess);
    }
  },
};
