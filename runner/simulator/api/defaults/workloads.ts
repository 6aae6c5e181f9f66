import { isObject, type JsonObject } from '../../../core/json.ts';
import type { PodSpec, PodTemplate } from '../../objects/objects.ts';
import { defaultPodSpec } from '../kinds/pod/defaults.ts';

/** Defaults of apps/v1 and batch/v1 and of ReplicationController. */

const withTemplate = (spec: JsonObject): JsonObject => {
  const template = spec['template'] as PodTemplate | undefined;
  if (!isObject(template) || !isObject(template.spec)) return { ...spec };
  const podSpec = defaultPodSpec(template.spec as PodSpec);
  const metadata: JsonObject = { ...template.metadata };
  return { ...spec, template: { ...template, metadata, spec: podSpec } };
};

const rollingUpdate = (strategy: unknown, values: JsonObject, type = 'RollingUpdate'): JsonObject => {
  const given = isObject(strategy) ? strategy : {};
  const chosen = given['type'] || type;
  if (chosen !== 'RollingUpdate') return { ...given, type: chosen };
  const own = isObject(given['rollingUpdate']) ? given['rollingUpdate'] : {};
  return { ...given, type: chosen, rollingUpdate: { ...values, ...own } };
};

const labelsOf = (spec: JsonObject): JsonObject => {
  const template = spec['template'];
  const metadata = isObject(template) ? template['metadata'] : undefined;
  const labels = isObject(metadata) ? metadata['labels'] : undefined;
  return isObject(labels) ? labels : {};
};

export const defaultDeployment = (spec: JsonObject): JsonObject => ({
  ...withTemplate(spec),
  replicas: spec['replicas'] ?? 1,
  strategy: rollingUpdate(spec['strategy'], { maxUnavailable: '25%', maxSurge: '25%' }),
  revisionHistoryLimit: spec['revisionHistoryLimit'] ?? 10,
  progressDeadlineSeconds: spec['progressDeadlineSeconds'] ?? 600,
});

export const defaultReplicaSet = (spec: JsonObject): JsonObject => ({
  ...withTemplate(spec),
  replicas: spec['replicas'] ?? 1,
});

/** A ReplicationController may leave out its selector and labels: the template's labels serve. */
export const defaultReplicationController = (spec: JsonObject): JsonObject => {
  const labels = labelsOf(spec);
  const selector = spec['selector'];
  return {
    ...defaultReplicaSet(spec),
    ...(Object.keys(isObject(selector) ? selector : {}).length === 0 &&
      Object.keys(labels).length > 0 && { selector: labels }),
  };
};

export const defaultStatefulSet = (spec: JsonObject): JsonObject => ({
  ...withTemplate(spec),
  replicas: spec['replicas'] ?? 1,
  podManagementPolicy: spec['podManagementPolicy'] || 'OrderedReady',
  updateStrategy: rollingUpdate(spec['updateStrategy'], { partition: 0 }),
  revisionHistoryLimit: spec['revisionHistoryLimit'] ?? 10,
  persistentVolumeClaimRetentionPolicy: spec['persistentVolumeClaimRetentionPolicy'] ?? {
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
  },
});

export const defaultDaemonSet = (spec: JsonObject): JsonObject => ({
  ...withTemplate(spec),
  updateStrategy: rollingUpdate(spec['updateStrategy'], { maxUnavailable: 1, maxSurge: 0 }),
  revisionHistoryLimit: spec['revisionHistoryLimit'] ?? 10,
});

export const defaultJob = (spec: JsonObject): JsonObject => {
  const single = spec['completions'] === undefined && spec['parallelism'] === undefined;
  return {
    ...withTemplate(spec),
    ...(single && { completions: 1 }),
    parallelism: spec['parallelism'] ?? 1,
    backoffLimit: spec['backoffLimit'] ?? 6,
    completionMode: spec['completionMode'] || 'NonIndexed',
    suspend: spec['suspend'] ?? false,
    manualSelector: spec['manualSelector'] ?? false,
    podReplacementPolicy: spec['podReplacementPolicy'] ?? 'TerminatingOrFailed',
  };
};
