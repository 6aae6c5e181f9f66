import {
  type ConfigMap,
  type EndpointSlice,
  type Endpoints,
  type Ingress,
  isSame,
  type Meta,
  type Pod,
  type Secret,
  type Service,
  type Unstructured,
} from '../../objects/objects.ts';
import { type FieldError, forbiddenField, invalidValue } from '../field-error.ts';
import type { Resource } from '../resources.ts';
import { faultsOfEndpointSlice, faultsOfEndpoints } from './endpoints.ts';
import { faultsOfIngress, faultsOfIngressClass } from './ingress.ts';
import { faultsOfLimitRange } from './limit-range.ts';
import { faultsOfMeta, faultsOfMetaUpdate } from './meta.ts';
import { faultsOfNetworkPolicy, type NetworkPolicy } from './network-policy.ts';
import { faultsOfImages, faultsOfPodSpec, faultsOfPodUpdate } from './pod.ts';
import { faultsOfQuota } from './quota.ts';
import { faultsOfSecret } from './secret.ts';
import { faultsOfService } from './service.ts';
import { faultsOfServiceChange } from './service-cluster-ips.ts';
import { faultsOfJob, faultsOfReplicationController, faultsOfWorkload, faultsOfWorkloadUpdate } from './workloads.ts';

type Rule<Each> = (object: Each, old: Each | undefined) => FieldError[];

const workload =
  (kind: string): Rule<Unstructured> =>
  (object, old) => {
    const next = object as unknown as Parameters<typeof faultsOfWorkload>[1];
    const before = old as unknown as typeof next | undefined;
    const own =
      kind === 'Job'
        ? faultsOfJob(next)
        : kind === 'ReplicationController'
          ? faultsOfReplicationController(next)
          : faultsOfWorkload(kind, next);
    return [...own, ...(before ? faultsOfWorkloadUpdate(kind, next, before) : [])];
  };

const faultsOfConfig: Rule<ConfigMap> = (object, old) => {
  const keys = [...Object.keys(object.data ?? {}), ...Object.keys(object.binaryData ?? {})];
  const frozen = old?.['immutable'] === true;
  return [
    ...keys
      .filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key) || key.length > 253)
      .map((key) =>
        invalidValue(
          `data[${key}]`,
          key,
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
        ),
      ),
    ...(frozen && !isSame(object.data, old?.data)
      ? [forbiddenField('data', 'field is immutable when `immutable` is set')]
      : []),
  ];
};

const rules: Record<string, Rule<never>> = {
  Service: ((object: Service, old: Service | undefined) => [
    ...(old ? faultsOfServiceChange(object, old) : []),
    ...faultsOfService(object, old),
  ]) satisfies Rule<Service>,
  Pod: ((object: Pod, old: Pod | undefined) =>
    old
      ? faultsOfPodUpdate(object, old)
      : [...faultsOfPodSpec(object.spec, 'spec'), ...faultsOfImages(object.spec)]) satisfies Rule<Pod>,
  Endpoints: ((object: Endpoints) => faultsOfEndpoints(object)) satisfies Rule<Endpoints>,
  EndpointSlice: faultsOfEndpointSlice satisfies Rule<EndpointSlice>,
  Ingress: ((object: Ingress, old: Ingress | undefined) => faultsOfIngress(object, !old)) satisfies Rule<Ingress>,
  ConfigMap: faultsOfConfig,
  Secret: ((object: Secret, old: Secret | undefined) => [
    ...faultsOfConfig(object, old),
    ...faultsOfSecret(object, old),
  ]) satisfies Rule<Secret>,
  IngressClass: faultsOfIngressClass satisfies Rule<Unstructured>,
  NetworkPolicy: ((object: NetworkPolicy) => faultsOfNetworkPolicy(object.spec)) satisfies Rule<NetworkPolicy>,
  ResourceQuota: ((object: Unstructured) => faultsOfQuota(object)) satisfies Rule<Unstructured>,
  LimitRange: ((object: Unstructured) => faultsOfLimitRange(object)) satisfies Rule<Unstructured>,
  ...Object.fromEntries(
    ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicationController'].map((kind) => [
      kind,
      workload(kind),
    ]),
  ),
};

/** All faults of an object that is created or, with `old`, updated. */
export const validate = (resource: Resource, object: Unstructured, old?: Unstructured): FieldError[] => {
  const rule = rules[resource.kind] as Rule<Unstructured> | undefined;
  const metadata = object.metadata as Meta;
  return [
    ...(old ? faultsOfMetaUpdate(resource, metadata, old.metadata) : faultsOfMeta(resource, metadata)),
    ...(rule?.(object, old) ?? []),
  ];
};
