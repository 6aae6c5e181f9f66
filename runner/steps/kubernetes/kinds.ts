import { nearest } from '../../core/nearest.ts';
import { Unobservable } from '../finding.ts';

/** A kind of Kubernetes object. */
export interface KindOfObject {
  apiVersion: string;
  kind: string;
}

/**
 * Kind, apiVersion, then kubectl's other names for it (`kubectl api-resources`). Plurals that only add `s` are left
 * out.
 */
const rows: readonly (readonly [kind: string, apiVersion: string, ...names: string[]])[] = [
  ['Service', 'v1', 'svc'],
  ['Endpoints', 'v1', 'ep', 'endpoint'],
  ['EndpointSlice', 'discovery.k8s.io/v1', 'eps'],
  ['Ingress', 'networking.k8s.io/v1', 'ing', 'ingresses'],
  ['IngressClass', 'networking.k8s.io/v1', 'ingressclasses'],
  ['NetworkPolicy', 'networking.k8s.io/v1', 'netpol', 'networkpolicies'],
  ['Pod', 'v1', 'po'],
  ['ReplicationController', 'v1', 'rc'],
  ['ReplicaSet', 'apps/v1', 'rs'],
  ['Deployment', 'apps/v1', 'deploy'],
  ['StatefulSet', 'apps/v1', 'sts'],
  ['DaemonSet', 'apps/v1', 'ds'],
  ['Job', 'batch/v1'],
  ['CronJob', 'batch/v1', 'cj'],
  ['ConfigMap', 'v1', 'cm'],
  ['Secret', 'v1'],
  ['Namespace', 'v1', 'ns'],
  ['Node', 'v1', 'no'],
  ['Event', 'v1', 'ev'],
  ['ServiceAccount', 'v1', 'sa'],
  ['PersistentVolume', 'v1', 'pv'],
  ['PersistentVolumeClaim', 'v1', 'pvc'],
  ['PodDisruptionBudget', 'policy/v1', 'pdb'],
  ['HorizontalPodAutoscaler', 'autoscaling/v2', 'hpa'],
  ['Lease', 'coordination.k8s.io/v1'],
  ['ServiceCIDR', 'networking.k8s.io/v1'],
  ['IPAddress', 'networking.k8s.io/v1', 'ip', 'ipaddresses'],
  ['CustomResourceDefinition', 'apiextensions.k8s.io/v1', 'crd'],
  ['Role', 'rbac.authorization.k8s.io/v1'],
  ['RoleBinding', 'rbac.authorization.k8s.io/v1'],
  ['ClusterRole', 'rbac.authorization.k8s.io/v1'],
  ['ClusterRoleBinding', 'rbac.authorization.k8s.io/v1'],
];

const byName = new Map<string, KindOfObject>(
  rows.flatMap(([kind, apiVersion, ...names]) =>
    [kind, `${kind}s`, ...names].map((name) => [name.toLowerCase(), { apiVersion, kind }] as const),
  ),
);

/**
 * The kind with a name in any spelling that kubectl accepts: `Service`, `services`, `svc`. With `apiVersion`, the text
 * is the exact kind of that version. Throws `Unobservable` (spec-invalid) for a name that is not in the table.
 */
export const resolveKind = (text: string, apiVersion?: string): KindOfObject => {
  const known = byName.get(text.toLowerCase());
  if (apiVersion) return { apiVersion, kind: known?.kind ?? text };
  if (known) return known;
  const near = nearest(
    text,
    rows.flatMap(([kind, , ...names]) => [kind, ...names]),
  );
  throw new Unobservable(
    'spec-invalid',
    `Plumbline does not know the apiVersion of the kind "${text}".`,
    near ? `Did you mean ${near}? For any other kind, write apiVersion too.` : 'Write apiVersion too, beside kind.',
  );
};
