import type { KubernetesObject } from '../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../runner/core/json.ts';
import { type PodOptions, podObject } from './service-objects.ts';

export interface WorkloadOptions {
  kind?: string;
  replicas?: number;
  spec?: JsonObject;
  status?: JsonObject;
}

/** Workload demo/kubia when its rollout is complete. */
export const workloadObject = ({
  kind = 'Deployment',
  replicas = 2,
  spec = {},
  status = {},
}: WorkloadOptions = {}): KubernetesObject => ({
  apiVersion: kind === 'ReplicationController' ? 'v1' : 'apps/v1',
  kind,
  metadata: { name: 'kubia', namespace: 'demo', uid: `${kind}-uid`, labels: { app: 'kubia' } },
  spec: {
    replicas,
    selector: kind === 'ReplicationController' ? { app: 'kubia' } : { matchLabels: { app: 'kubia' } },
    ...spec,
  },
  status: {
    replicas,
    readyReplicas: replicas,
    updatedReplicas: replicas,
    desiredNumberScheduled: replicas,
    currentNumberScheduled: replicas,
    updatedNumberScheduled: replicas,
    numberReady: replicas,
    ...status,
  },
});

/** The object with a controller as its owner. */
export const ownedBy = (owner: KubernetesObject, object: KubernetesObject): KubernetesObject => {
  const { apiVersion, kind, metadata } = owner;
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true };
  return { ...object, metadata: { uid: object.metadata.name, ...object.metadata, ownerReferences: [reference] } };
};

/** A pod of a workload, whose uid is its name. */
export const ownedPod = (owner: KubernetesObject, name: string, options: PodOptions = {}): KubernetesObject =>
  ownedBy(owner, podObject(name, options));
