import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Container, Pod, Unstructured } from '../../objects/objects.ts';
import { addQuantities, isMore, type Quantity, zero } from '../quantity.ts';
import { type Resource, resources } from '../resources.ts';
import { forbidden } from '../status.ts';
import type { Store } from '../store.ts';
import { type Amounts, pick, readAmounts, showAmounts, sumOf, writeAmounts } from './amounts.ts';
import { amountsOf } from './pod-amounts.ts';
import { isInScope, scopeRulesOf } from './scopes.ts';
import { asQuota, countsNothing, type Meter, meterOf } from './usage.ts';

/** The admission plugin ResourceQuota: https://kubernetes.io/docs/concepts/policy/resource-quotas/ */

const specOf = (quota: Unstructured): JsonObject => (isObject(quota['spec']) ? quota['spec'] : {});

/** What a quota limits, as its controller has last seen it: until then it limits nothing. */
const limitsOf = (quota: Unstructured): Amounts => {
  const status = isObject(quota['status']) ? quota['status'] : {};
  return readAmounts(status['hard']);
};

const measured = resources.flatMap((resource) => {
  const meter = meterOf(resource);
  return meter ? [{ kind: resource.kind, meter }] : [];
});

/** What the objects of a quota's namespace use now, by the names that it limits. Names that nothing counts are left out. */
export const usedOf = (store: Store, quota: Unstructured, limits: Amounts, now: number): Amounts => {
  const rules = scopeRulesOf(specOf(quota));
  const names = [...limits.keys()];
  const relevant = measured.filter(({ meter }) => names.some((name) => meter.counts(name)));
  const known = names.filter((name) => countsNothing(name) || relevant.some(({ meter }) => meter.counts(name)));
  const used = relevant.flatMap(({ kind, meter }) =>
    (store.list(kind, quota.metadata.namespace) as readonly Unstructured[])
      .filter((object) => isInScope(rules, object))
      .map((object) => meter.usage(object, now)),
  );
  const sum = sumOf([new Map(known.map((name) => [name, zero])), ...used]);
  return pick(sum, (name) => known.includes(name));
};

/** The status that the controller gives it. */
export const quotaStatus = (store: Store, quota: Unstructured, now: number): JsonObject => {
  const limits = readAmounts(specOf(quota)['hard']);
  return { hard: writeAmounts(limits), used: writeAmounts(usedOf(store, quota, limits, now)) };
};

/** Of these, every container must say something: https://kubernetes.io/docs/concepts/policy/resource-quotas/#requests-vs-limits */
const demanded = new Set(['cpu', 'memory'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]));

const missingIn = (containers: readonly Container[], names: readonly string[]): string[] =>
  names
    .filter((name) => demanded.has(name))
    .toSorted()
    .flatMap((name) => {
      const silent = containers
        .filter((each) => !asQuota(amountsOf(each, 'requests'), amountsOf(each, 'limits')).has(name))
        .map((each) => each.name);
      return silent.length > 0 ? [`${name} for: ${silent.toSorted().join(',')}`] : [];
    });

const checkDemands = (resource: Resource, pod: Pod, quota: Unstructured, names: readonly string[]): void => {
  const missing = missingIn([...pod.spec.containers, ...(pod.spec.initContainers ?? [])], names);
  if (missing.length > 0)
    throw forbidden(
      resource,
      pod.metadata.name,
      `failed quota: ${quota.metadata.name}: must specify ${missing.join('; ')}`,
    );
};

/** By how much an object uses more than before; nothing where it uses less. */
const growth = (meter: Meter, object: Unstructured, old: Unstructured | undefined, now: number): Amounts => {
  const before = old ? meter.usage(old, now) : new Map<string, Quantity>();
  const more = [...meter.usage(object, now)].map(([name, quantity]): [string, Quantity] => {
    const was = before.get(name);
    return [name, was ? { nano: quantity.nano - was.nano, format: quantity.format } : quantity];
  });
  return new Map(more.filter(([, { nano }]) => nano > 0n));
};

/**
 * Refuses an object with which a quota of its namespace would be exceeded. What is used is counted anew, so that
 * several objects that are made at one moment are all seen.
 */
export const checkQuota = (
  store: Store,
  resource: Resource,
  object: Unstructured,
  now: number,
  old?: Unstructured,
): void => {
  const meter = meterOf(resource);
  const { namespace } = object.metadata;
  if (!meter || namespace === undefined || (old && !meter.onUpdate)) return;
  const quotas = store
    .list('ResourceQuota', namespace)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const concerned = quotas.flatMap((quota) => {
    const limits = pick(limitsOf(quota), (name) => meter.counts(name));
    return limits.size > 0 && isInScope(scopeRulesOf(specOf(quota)), object) ? [{ quota, limits }] : [];
  });
  if (resource.kind === 'Pod')
    for (const { quota, limits } of concerned)
      checkDemands(resource, object as unknown as Pod, quota, [...limits.keys()]);
  if (concerned.length === 0) return;
  const more = growth(meter, object, old, now);
  for (const { quota, limits } of concerned) {
    const requested = pick(more, (name) => limits.has(name));
    if (requested.size === 0) continue;
    const used = usedOf(store, quota, limits, now);
    const isExceeded = (name: string): boolean => {
      const after = addQuantities(used.get(name) ?? zero, requested.get(name) ?? zero);
      return requested.has(name) && isMore(after, limits.get(name) ?? zero);
    };
    const exceeded = (amounts: Amounts): string => showAmounts(pick(amounts, isExceeded));
    if ([...requested.keys()].some(isExceeded))
      throw forbidden(
        resource,
        object.metadata.name,
        `exceeded quota: ${quota.metadata.name}, requested: ${exceeded(requested)}, used: ${exceeded(used)}, limited: ${exceeded(limits)}`,
      );
  }
};
