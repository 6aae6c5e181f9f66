import type { Pod, Service, Unstructured } from '../../objects/objects.ts';
import { count, type Quantity } from '../quantity.ts';
import { qualifiedName, type Resource } from '../resources.ts';
import { isExtended } from '../validation/resource-names.ts';
import { type Amounts, sumOf } from './amounts.ts';
import { podAmounts } from './pod-amounts.ts';

/** What an object uses of a quota, as pkg/quota/v1/evaluator measures it. */
export interface Meter {
  /** The names that a quota may count it by. */
  counts(name: string): boolean;
  usage(object: Unstructured, now: number): Amounts;
  /** An update is measured as well: by how much it uses more. */
  onUpdate?: true;
}

const objectCount = (resource: Resource): string => `count/${qualifiedName(resource)}`;

/** Kinds that have a name of their own beside count/. */
const shortNames = new Set(['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets']);

const simple = (resource: Resource): Meter => {
  const names = [objectCount(resource), ...(shortNames.has(resource.plural) ? [resource.plural] : [])];
  return {
    counts: (name) => names.includes(name),
    usage: () => new Map(names.map((name) => [name, count(1)])),
  };
};

const serviceNames = ['count/services', 'services', 'services.nodeports', 'services.loadbalancers'];

/** A load balancer counts its node ports too, unless it shall have none but those that it names. */
const nodePorts = ({ spec }: Service): number => {
  const ports = spec.ports ?? [];
  if (spec.type === 'NodePort') return ports.length;
  if (spec.type !== 'LoadBalancer') return 0;
  return spec.allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort).length : ports.length;
};

const service: Meter = {
  counts: (name) => serviceNames.includes(name),
  usage: (object) => {
    const found = object as unknown as Service;
    return new Map([
      ['count/services', count(1)],
      ['services', count(1)],
      ['services.nodeports', count(nodePorts(found))],
      ['services.loadbalancers', count(found.spec.type === 'LoadBalancer' ? 1 : 0)],
    ]);
  },
  onUpdate: true,
};

const computed = ['cpu', 'memory', 'ephemeral-storage'];
const podNames = new Set([
  'count/pods',
  'pods',
  ...computed.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);

/** What a pod or a container asks for, by the names that quotas have for it. */
export const asQuota = (requests: Amounts, limits: Amounts): Map<string, Quantity> => {
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

const pod: Meter = {
  counts: (name) =>
    podNames.has(name) ||
    /^(requests\.)?hugepages-/.test(name) ||
    (name.startsWith('requests.') && isExtended(name.slice('requests.'.length))),
  usage: (object, now) => {
    const found = object as unknown as Pod;
    const there: Amounts = new Map([['count/pods', count(1)]]);
    if (isOver(found, now)) return there;
    return sumOf([there, asQuota(podAmounts(found.spec, 'requests'), podAmounts(found.spec, 'limits'))]);
  },
};

/** What a quota may count and the embedded cluster never has. */
const absent = new Set([
  'persistentvolumeclaims',
  'requests.storage',
  ...[
    'persistentvolumeclaims',
    'cronjobs.batch',
    'horizontalpodautoscalers.autoscaling',
    'poddisruptionbudgets.policy',
    'roles.rbac.authorization.k8s.io',
    'rolebindings.rbac.authorization.k8s.io',
  ].map((name) => `count/${name}`),
]);

export const countsNothing = (name: string): boolean => absent.has(name);

/** How objects of a kind are measured; undefined for those that no quota counts. */
export const meterOf = (resource: Resource): Meter | undefined => {
  if (!resource.namespaced || resource.kind === 'Event') return undefined;
  if (resource.kind === 'Pod') return pod;
  return resource.kind === 'Service' ? service : simple(resource);
};
