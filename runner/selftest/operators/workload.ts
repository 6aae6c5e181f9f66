import { isObject, type JsonObject, type JsonPath, valueAt } from '../../core/json.ts';
import type { Mutation } from '../mutant.ts';
import { entriesAt, one, otherText } from './other.ts';

/** The mistakes in the pods behind a Service. `template` is the path of the pod template; empty for a Pod. */
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

/** https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy */
const dnsPolicy = (object: JsonObject, path: JsonPath): Mutation[] => {
  const value = valueAt(object, path);
  return value === undefined ? [] : [one('dns-policy', path, value === 'ClusterFirst' ? 'Default' : 'ClusterFirst')];
};

/** A readiness probe that always fails: the pods are running but never ready. */
const unready = (object: JsonObject, template: JsonPath): Mutation[] =>
  entriesAt(object, [...template, 'spec', 'containers'])
    .slice(0, 1)
    // A container that is never ready anyway is not changed.
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

/** Other labels of the pods: the workload still selects them, but the Service does not. */
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
