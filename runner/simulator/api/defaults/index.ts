import { isObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import type { PodSpec } from '../../objects/objects.ts';
import { defaultLimitRange } from '../kinds/limit-range/defaults.ts';
import { defaultPod } from '../kinds/pod/defaults.ts';
import {
  defaultEndpointSlice,
  defaultEndpoints,
  defaultService,
  mapObjects,
  withProtocol,
} from '../kinds/service/defaults.ts';
import {
  defaultDaemonSet,
  defaultDeployment,
  defaultJob,
  defaultReplicaSet,
  defaultReplicationController,
  defaultStatefulSet,
} from './workloads.ts';

const inSpec =
  (change: (spec: JsonObject) => JsonObject) =>
  (object: JsonObject): JsonObject => ({ ...object, spec: change(isObject(object['spec']) ? object['spec'] : {}) });

const encode = (text: unknown): string => Buffer.from(String(text)).toString('base64');

/** stringData is written only: it becomes data. */
const defaultSecret = (object: JsonObject): JsonObject => {
  const { stringData, ...rest } = object;
  const added = isObject(stringData)
    ? Object.fromEntries(Object.entries(stringData).map(([key, text]) => [key, encode(text)]))
    : {};
  const data = { ...(isObject(object['data']) ? object['data'] : {}), ...added };
  return { ...rest, ...(Object.keys(data).length > 0 && { data }), type: object['type'] || 'Opaque' };
};

const defaultNamespace = (object: JsonObject): JsonObject => {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const labels = isObject(metadata['labels']) ? metadata['labels'] : {};
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(metadata['name'] && { labels: { ...labels, 'kubernetes.io/metadata.name': metadata['name'] } }),
    },
    spec: { finalizers: ['kubernetes'] },
  };
};

const isFilled = (list: JsonValue | undefined): boolean => Array.isArray(list) && list.length > 0;

const withRules = (spec: JsonObject, direction: 'ingress' | 'egress'): JsonObject => {
  const { [direction]: given, ...others } = spec;
  if (!isFilled(given)) return others;
  const rules = mapObjects(given, (rule) =>
    Array.isArray(rule['ports']) ? { ...rule, ports: mapObjects(rule['ports'], withProtocol) } : rule,
  );
  return { ...spec, [direction]: rules };
};

const defaultPolicy = (spec: JsonObject): JsonObject => ({
  ...withRules(withRules(spec, 'ingress'), 'egress'),
  podSelector: spec['podSelector'] ?? {},
  policyTypes: isFilled(spec['policyTypes'])
    ? spec['policyTypes']
    : ['Ingress', ...(isFilled(spec['egress']) ? ['Egress'] : [])],
});

/** A workload's own labels default to its template's where the API says so. */
const labelled = (object: JsonObject): JsonObject => {
  const spec = isObject(object['spec']) ? object['spec'] : {};
  const template = isObject(spec['template']) ? spec['template'] : {};
  const inner = isObject(template['metadata']) ? template['metadata']['labels'] : undefined;
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const own = metadata['labels'];
  if (!isObject(inner) || (isObject(own) && Object.keys(own).length > 0)) return object;
  return { ...object, metadata: { ...metadata, labels: inner } };
};

/** Kind → what the API server fills in before it checks an object. */
const defaulters: Record<string, (object: JsonObject) => JsonObject> = {
  Pod: inSpec((spec) => defaultPod(spec as PodSpec)),
  Service: inSpec(defaultService),
  Endpoints: defaultEndpoints,
  EndpointSlice: defaultEndpointSlice,
  Deployment: inSpec(defaultDeployment),
  ReplicaSet: inSpec(defaultReplicaSet),
  ReplicationController: (object) => labelled(inSpec(defaultReplicationController)(object)),
  StatefulSet: inSpec(defaultStatefulSet),
  DaemonSet: inSpec(defaultDaemonSet),
  Job: inSpec(defaultJob),
  Secret: defaultSecret,
  Namespace: defaultNamespace,
  NetworkPolicy: inSpec(defaultPolicy),
  ResourceQuota: inSpec((spec) => spec),
  LimitRange: inSpec(defaultLimitRange),
};

export const applyDefaults = (kind: string, object: JsonObject): JsonObject => defaulters[kind]?.(object) ?? object;
