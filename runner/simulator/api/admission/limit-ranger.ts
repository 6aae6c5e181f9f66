import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import type { Container, Pod } from '../../objects/pods.ts';
import { limitRangeKind } from '../kinds/limit-range/strategy.ts';
import { type Amounts, readAmounts, writeAmounts } from '../limits/amounts.ts';
import { amountsOf, podAmounts } from '../limits/pod-amounts.ts';
import { formatQuantity, isMore, type Quantity } from '../quantity.ts';
import { forbidden } from '../status.ts';
import type { Store } from '../store.ts';
import type { AdmissionPlugin } from './plugin.ts';

const itemsOf = (range: Unstructured): JsonObject[] => {
  const spec = isObject(range['spec']) ? range['spec'] : {};
  return Array.isArray(spec['limits']) ? spec['limits'].filter(isObject) : [];
};

const rangesIn = (store: Store, namespace: string | undefined): readonly Unstructured[] =>
  store.list(limitRangeKind.resource.kind, namespace);

/** The amounts that are filled in, and their names. */
const completed = (own: Amounts, defaults: Amounts): { all: Amounts; added: string[] } => ({
  all: new Map([...defaults, ...own]),
  added: [...defaults.keys()].filter((name) => !own.has(name)).toSorted(),
});

const completeContainer = (
  container: Container,
  kind: string,
  items: readonly JsonObject[],
  notes: string[],
): Container => {
  const defaults = (key: string): Amounts => new Map(items.flatMap((item) => [...readAmounts(item[key])]));
  const limits = completed(amountsOf(container, 'limits'), defaults('default'));
  const requests = completed(amountsOf(container, 'requests'), defaults('defaultRequest'));
  for (const [added, what] of [
    [requests.added, 'request'],
    [limits.added, 'limit'],
  ] as const)
    if (added.length > 0) notes.push(`${added.join(', ')} ${what} for ${kind} ${container.name}`);
  const { limits: _limits, requests: _requests, ...rest } = container.resources ?? {};
  return {
    ...container,
    resources: {
      ...(limits.all.size > 0 && { limits: writeAmounts(limits.all) }),
      ...(requests.all.size > 0 && { requests: writeAmounts(requests.all) }),
      ...rest,
    },
  };
};

const annotation = 'kubernetes.io/limit-ranger';

/** The pod with the defaults of one LimitRange, and a note of them. */
const limitedBy = (range: Unstructured, pod: Pod): Pod => {
  const items = itemsOf(range).filter(({ type }) => type === 'Container');
  const notes: string[] = [];
  const complete = (kind: string) => (each: Container) => completeContainer(each, kind, items, notes);
  const { containers = [], initContainers } = pod.spec;
  const spec = {
    ...pod.spec,
    containers: containers.map(complete('container')),
    ...(initContainers && { initContainers: initContainers.map(complete('init container')) }),
  };
  if (notes.length === 0) return pod;
  const annotations = { ...pod.metadata.annotations, [annotation]: `LimitRanger plugin set: ${notes.join('; ')}` };
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec };
};

interface Measured {
  requests: Amounts;
  limits: Amounts;
}

type Bound = (name: string, bound: Quantity, measured: Measured, per: string) => string | undefined;

const atLeast: Bound = (name, bound, { requests, limits }, per) => {
  const head = `minimum ${name} usage per ${per} is ${formatQuantity(bound)}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (!request) return `${head}.  No request is specified`;
  if (isMore(bound, request)) return `${head}, but request is ${formatQuantity(request)}`;
  return limit && isMore(bound, limit) ? `${head}, but limit is ${formatQuantity(limit)}` : undefined;
};

const atMost: Bound = (name, bound, { requests, limits }, per) => {
  const head = `maximum ${name} usage per ${per} is ${formatQuantity(bound)}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (!limit) return `${head}.  No limit is specified`;
  if (isMore(limit, bound)) return `${head}, but limit is ${formatQuantity(limit)}`;
  return request && isMore(request, bound) ? `${head}, but request is ${formatQuantity(request)}` : undefined;
};

const inRatio: Bound = (name, bound, { requests, limits }, per) => {
  const head = `${name} max limit to request ratio per ${per} is ${formatQuantity(bound)}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (!request?.nano) return `${head}, but no request is specified or request is 0`;
  if (!limit?.nano) return `${head}, but no limit is specified or limit is 0`;
  const ratio = Number(limit.nano) / Number(request.nano);
  return ratio > Number(bound.nano) / 1e9 ? `${head}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
};

const bounds: readonly [key: string, bound: Bound][] = [
  ['min', atLeast],
  ['max', atMost],
  ['maxLimitRequestRatio', inRatio],
];

const faultsOfItem = (item: JsonObject, measured: Measured): string[] =>
  bounds.flatMap(([key, bound]) =>
    [...readAmounts(item[key])].flatMap(
      ([name, quantity]) => bound(name, quantity, measured, String(item['type'])) ?? [],
    ),
  );

const measuredBy = (item: JsonObject, { spec }: Pod): Measured[] => {
  if (item['type'] === 'Pod') return [{ requests: podAmounts(spec, 'requests'), limits: podAmounts(spec, 'limits') }];
  if (item['type'] !== 'Container') return [];
  return [...spec.containers, ...(spec.initContainers ?? [])].map((each) => ({
    requests: amountsOf(each, 'requests'),
    limits: amountsOf(each, 'limits'),
  }));
};

/** https://kubernetes.io/docs/concepts/policy/limit-range/ */
export const limitRanger: AdmissionPlugin<Pod> = {
  name: 'LimitRanger',
  /** Gives a new pod the defaults of its namespace. */
  admit: (pod, { store }) =>
    rangesIn(store, pod.metadata.namespace).reduce<Pod>((limited, range) => limitedBy(range, limited), pod),
  /** Refuses a new pod that asks for less or more than its namespace allows. */
  validate: (pod, { resource, store, old }) => {
    for (const range of old ? [] : rangesIn(store, pod.metadata.namespace)) {
      const faults = itemsOf(range).flatMap((item) =>
        measuredBy(item, pod).flatMap((measured) => faultsOfItem(item, measured)),
      );
      const unique = [...new Set(faults)];
      if (unique.length > 0)
        throw forbidden(
          resource,
          pod.metadata.name,
          unique.length === 1 ? (unique[0] ?? '') : `[${unique.join(', ')}]`,
        );
    }
  },
};
