import { isObject, type JsonObject, type JsonPath, valueAt } from '../../core/json.ts';
import type { Mutation } from '../mutant.ts';
import { entriesAt, one, otherText } from './other.ts';

/** What goes wrong with the pods behind a Service. `template` is the path to what a Pod has at its root. */
const breakPods = (object: JsonObject, template: JsonPath): Mutation[] => [
  ...unready(object, template),
  ...entriesAt(object, [...template, 'spec', 'containers']).flatMap(({ path, value }) =>
    entriesAt(value, ['ports']).flatMap(({ path: below, value: port }) =>
      port['name'] === undefined
        ? []
        : [one('port-name', [...path, ...below, 'name'], `${String(port['name']).slice(0, 13)}-x`)],
    ),
  ),
  ...dnsPolicy(object, [...template, 'spec', 'dnsPolicy']),
  ...(['hostname', 'subdomain'] as const).flatMap((key) => {
    const path = [...template, 'spec', key];
    const value = valueAt(object, path);
    return value === undefined ? [] : [one('hostname', path, otherText(value))];
  }),
];

/** The cluster's names or the node's: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy */
const dnsPolicy = (object: JsonObject, path: JsonPath): Mutation[] => {
  const value = valueAt(object, path);
  return value === undefined ? [] : [one('dns-policy', path, value === 'ClusterFirst' ? 'Default' : 'ClusterFirst')];
};

/** A readiness probe that always fails: the pods run, and are never Ready. */
const unready = (object: JsonObject, template: JsonPath): Mutation[] =>
  entriesAt(object, [...template, 'spec', 'containers'])
    .slice(0, 1)
    // What never becomes ready in the first place cannot be broken so.
    .filter(({ value }) => valueAt(value, ['readinessProbe', 'exec', 'command', 0]) !== 'false')
    .map(({ path }) =>
      one('readiness', [...path, 'readinessProbe'], { exec: { command: ['false'] }, periodSeconds: 1 }),
    );

export const breakPod = (pod: JsonObject): Mutation[] => [
  ...breakPods(pod, []),
  ...Object.entries(labelsAt(pod, ['metadata', 'labels'])).map(([key, value]) =>
    one('labels', ['metadata', 'labels', key], otherText(value)),
  ),
];

/** Deployment, ReplicaSet, StatefulSet, DaemonSet and ReplicationController. */
export const breakWorkload = (workload: JsonObject): Mutation[] => {
  const template = ['spec', 'template'];
  const serviceName = valueAt(workload, ['spec', 'serviceName']);
  return [
    ...replicas(workload),
    ...breakPods(workload, template),
    ...otherLabels(workload, [...template, 'metadata', 'labels']),
    ...(serviceName === undefined ? [] : [one('hostname', ['spec', 'serviceName'], otherText(serviceName))]),
  ];
};

const replicas = (workload: JsonObject): Mutation[] => {
  const count = valueAt(workload, ['spec', 'replicas']);
  return typeof count === 'number' && count > 0 ? [one('replicas', ['spec', 'replicas'], count - 1)] : [];
};

/** The workload still finds its pods; the Service does not. */
const otherLabels = (workload: JsonObject, labels: JsonPath): Mutation[] =>
  Object.entries(labelsAt(workload, labels)).map(([key, value]) => {
    const selectors = [
      ['spec', 'selector', 'matchLabels', key],
      ['spec', 'selector', key],
    ];
    return {
      operator: 'labels',
      edits: [[...labels, key], ...selectors.filter((path) => typeof valueAt(workload, path) === 'string')].map(
        (path) => ({ path, to: otherText(value) }),
      ),
    };
  });

const labelsAt = (object: JsonObject, path: JsonPath): JsonObject => {
  const value = valueAt(object, path);
  return isObject(value) ? value : {};
};
