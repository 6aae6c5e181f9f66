import type { ApiKind } from './api-kind.ts';
import { configMapKind } from './config-map.ts';
import { cronJobKind } from './cron-job/strategy.ts';
import { daemonSetKind } from './daemon-set.ts';
import { deploymentKind } from './deployment.ts';
import { endpointSliceKind } from './endpoint-slice.ts';
import { endpointsKind } from './endpoints.ts';
import { eventKind } from './event.ts';
import { ingressKind } from './ingress/strategy.ts';
import { ingressClassKind } from './ingress-class.ts';
import { jobKind } from './job.ts';
import { leaseKind } from './lease.ts';
import { limitRangeKind } from './limit-range/strategy.ts';
import { namespaceKind } from './namespace.ts';
import { networkPolicyKind } from './network-policy/strategy.ts';
import { nodeKind } from './node.ts';
import { podKind } from './pod/strategy.ts';
import { podDisruptionBudgetKind } from './pod-disruption-budget.ts';
import { replicaSetKind } from './replica-set.ts';
import { replicationControllerKind } from './replication-controller.ts';
import { resourceQuotaKind } from './resource-quota/strategy.ts';
import { secretKind } from './secret.ts';
import { serviceKind } from './service/strategy.ts';
import { serviceAccountKind } from './service-account/strategy.ts';
import { statefulSetKind } from './stateful-set.ts';

/** The kinds that the embedded cluster serves, in the order of discovery: those of Kubernetes 1.34. */
export const kinds: readonly ApiKind[] = [
  namespaceKind,
  nodeKind,
  podKind,
  serviceKind,
  endpointsKind,
  configMapKind,
  secretKind,
  serviceAccountKind,
  eventKind,
  replicationControllerKind,
  resourceQuotaKind,
  limitRangeKind,
  replicaSetKind,
  deploymentKind,
  statefulSetKind,
  daemonSetKind,
  jobKind,
  cronJobKind,
  ingressKind,
  ingressClassKind,
  networkPolicyKind,
  podDisruptionBudgetKind,
  endpointSliceKind,
  leaseKind,
];

const byPath = new Map(
  kinds.map((each) => [`${each.resource.group}/${each.resource.version}/${each.resource.plural}`, each]),
);
const byKind = new Map(kinds.map((each) => [each.resource.kind, each]));
const versions = new Set(kinds.map(({ resource }) => `${resource.group}/${resource.version}`));

export const isServed = (group: string, version: string): boolean => versions.has(`${group}/${version}`);

export const kindAt = (group: string, version: string, plural: string): ApiKind | undefined =>
  byPath.get(`${group}/${version}/${plural}`);

export const kindOf = (kind: string): ApiKind | undefined => byKind.get(kind);
