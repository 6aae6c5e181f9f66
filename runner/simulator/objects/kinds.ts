import type { ConfigMap, Secret } from './configuration.ts';
import type { EndpointSlice, Endpoints } from './endpoints.ts';
import type { Ingress } from './ingresses.ts';
import type { Unstructured } from './metadata.ts';
import type { Namespace } from './namespaces.ts';
import type { Node } from './nodes.ts';
import type { Pod } from './pods.ts';
import type { Service } from './services.ts';
import type { DaemonSet, Deployment, Job, ReplicaSet, ReplicationController, StatefulSet } from './workloads.ts';

/** Kind → its typed view. */
export interface Kinds {
  Pod: Pod;
  Service: Service;
  Endpoints: Endpoints;
  EndpointSlice: EndpointSlice;
  ReplicaSet: ReplicaSet;
  ReplicationController: ReplicationController;
  Deployment: Deployment;
  StatefulSet: StatefulSet;
  DaemonSet: DaemonSet;
  Job: Job;
  Node: Node;
  Namespace: Namespace;
  Ingress: Ingress;
  ConfigMap: ConfigMap;
  Secret: Secret;
}

/** A stored object of a kind: typed if somebody reads its fields by name. */
export type View<Kind extends string> = Kind extends keyof Kinds ? Kinds[Kind] : Unstructured;
