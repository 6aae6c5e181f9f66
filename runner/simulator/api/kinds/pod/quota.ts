import type { Container, Pod } from '../../../objects/pods.ts';
import { type Amounts, sumOf } from '../../limits/amounts.ts';
import type { QuotaEvaluator } from '../../limits/evaluator.ts';
import { amountsOf, podAmounts } from '../../limits/pod-amounts.ts';
import { count, type Quantity } from '../../quantity.ts';
import { isExtended } from '../../validation/resource-names.ts';
import { isInScope } from './scopes.ts';

const computed = ['cpu', 'memory', 'ephemeral-storage'];
const podNames = new Set([
  'count/pods',
  'pods',
  ...computed.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);

/** The amounts that a pod or a container asks for, by the names that quotas have for them. */
const asQuota = (requests: Amounts, limits: Amounts): Map<string, Quantity> => {
  const named = new Map<string, Quantity>([['pods', count(1)]]);
  for (const [name, quantity] of requests) {
    const isLarge = name.startsWith('hugepages-');
    if (computed.includes(name) || isLarge) named.set(name, quantity);
    if (computed.includes(name) || isLarge || isExtended(name)) named.set(`requests.${name}`, quantity);
  }
  for (const [name, quantity] of limits) if (computed.includes(name)) named.set(`limits.${name}`, quantity);
  return named;
};

/** Ended, or past the end of its grace: it is there, and uses nothing more. */
const isOver = ({ status, metadata }: Pod, now: number): boolean => {
  if (status.phase === 'Succeeded' || status.phase === 'Failed') return true;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return false;
  return now > Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
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

/** pkg/quota/v1/evaluator/core/pods.go */
export const podQuota: QuotaEvaluator<Pod> = {
  counts: (name) =>
    podNames.has(name) ||
    /^(requests\.)?hugepages-/.test(name) ||
    (name.startsWith('requests.') && isExtended(name.slice('requests.'.length))),
  usage: (pod, now) => {
    const there: Amounts = new Map([['count/pods', count(1)]]);
    if (isOver(pod, now)) return there;
    return sumOf([there, asQuota(podAmounts(pod.spec, 'requests'), podAmounts(pod.spec, 'limits'))]);
  },
  missing: ({ spec }, names) => missingIn([...spec.containers, ...(spec.initContainers ?? [])], names),
  isInScope,
};
