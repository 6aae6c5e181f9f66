import type { JsonObject } from '../../core/json.ts';
import { isSame, type Labels, type Unstructured } from '../objects/objects.ts';
import type { DaemonSet, Job } from '../objects/workloads.ts';

/** What the API server writes into workloads beside their defaults: the strategies of pkg/registry/apps and batch. */

const zeros = (...names: string[]): JsonObject => Object.fromEntries(names.map((name) => [name, 0]));

const statuses: Record<string, JsonObject> = {
  ReplicaSet: zeros('replicas'),
  ReplicationController: zeros('replicas'),
  StatefulSet: zeros('availableReplicas', 'replicas'),
  DaemonSet: zeros('currentNumberScheduled', 'desiredNumberScheduled', 'numberMisscheduled', 'numberReady'),
  Ingress: { loadBalancer: {} },
};

/** The status of an object that no controller has seen yet. */
export const firstStatus = (kind: string): JsonObject => statuses[kind] ?? {};

/** Labels by which a Job finds its pods. */
const jobLabels = ({ metadata }: Job): Labels => ({
  'batch.kubernetes.io/controller-uid': metadata.uid,
  'batch.kubernetes.io/job-name': metadata.name,
  'controller-uid': metadata.uid,
  'job-name': metadata.name,
});

/** A Job selects by its own identity, unless it says that it has a selector of its own. */
const markJob = (job: Job): Job => {
  const { spec, metadata } = job;
  if (spec['manualSelector'] === true) return job;
  const labels = { ...jobLabels(job), ...spec.template.metadata?.labels };
  const template = { ...spec.template, metadata: { ...spec.template.metadata, labels } };
  const identity = { 'batch.kubernetes.io/controller-uid': metadata.uid };
  const selector = { ...spec.selector, matchLabels: { ...identity, ...spec.selector?.matchLabels } };
  const own = Object.keys(metadata.labels ?? {}).length > 0 ? metadata.labels : labels;
  return { ...job, metadata: { ...metadata, ...(own && { labels: own }) }, spec: { ...spec, selector, template } };
};

const generation = 'deprecated.daemonset.template.generation';

const markDaemonSet = (set: DaemonSet, old: DaemonSet | undefined): DaemonSet => {
  const before = Number(old?.metadata.annotations?.[generation] ?? 0);
  const count = old && isSame(old.spec.template, set.spec.template) ? before : before + 1;
  const annotations = { ...set.metadata.annotations, [generation]: String(count) };
  return { ...set, metadata: { ...set.metadata, annotations } };
};

export const markWorkload = (object: Unstructured, old: Unstructured | undefined): Unstructured => {
  if (object.kind === 'Job' && !old && object['spec']) return markJob(object as unknown as Job);
  if (object.kind === 'DaemonSet') return markDaemonSet(object as unknown as DaemonSet, old as DaemonSet | undefined);
  return object;
};
