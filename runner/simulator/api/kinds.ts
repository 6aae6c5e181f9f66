import type {
  ConfigMap,
  EndpointSlice,
  Endpoints,
  Ingress,
  Namespace,
  Node,
  Plain,
  Pod,
  Secret,
  Service,
} from './objects.ts';
import type { DaemonSet, Deployment, Job, ReplicaSet, ReplicationController, StatefulSet } from './workload-objects.ts';

/** Kind → its typed view; the other kinds are StoredObject. */
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
export type View<Kind extends string> = Kind extends keyof Kinds ? Kinds[Kind] : Plain;
