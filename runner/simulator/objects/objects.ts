import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { StoredObject } from './cluster-state.ts';

/** Typed views of the kinds that controllers read. Fields that nothing reads are left to JsonObject. */

export type Labels = Record<string, string>;

export type OwnerReference = {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
};

export type Meta = StoredObject['metadata'] & {
  labels?: Labels;
  annotations?: Labels;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  generation?: number;
  generateName?: string;
  managedFields?: JsonObject[];
};

export interface Typed<Spec extends JsonObject, Status extends JsonObject = JsonObject> extends StoredObject {
  metadata: Meta;
  spec: Spec;
  status: Status;
}

export interface Unstructured extends StoredObject {
  metadata: Meta;
}

/** matchLabels and matchExpressions, as apps/v1 and NetworkPolicy write them. */
export type LabelSelector = {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
};

export type Condition = JsonObject & {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
};

export type ContainerPort = JsonObject & { containerPort: number; name?: string; protocol: string; hostPort?: number };

export type Probe = JsonObject & {
  httpGet?: JsonObject & { path?: string; port: number | string; host?: string; scheme?: string };
  tcpSocket?: { port: number | string; host?: string };
  exec?: { command?: string[] };
  grpc?: { port: number; service?: string };
  initialDelaySeconds?: number;
  periodSeconds: number;
  timeoutSeconds: number;
  successThreshold: number;
  failureThreshold: number;
  terminationGracePeriodSeconds?: number;
};

export type Container = JsonObject & {
  name: string;
  image: string;
  imagePullPolicy?: string;
  restartPolicy?: string;
  ports?: ContainerPort[];
  env?: (JsonObject & { name: string; value?: string; valueFrom?: JsonObject })[];
  envFrom?: (JsonObject & { prefix?: string })[];
  volumeMounts?: (JsonObject & { name: string; mountPath: string; subPath?: string })[];
  readinessProbe?: Probe;
  livenessProbe?: Probe;
  startupProbe?: Probe;
  lifecycle?: { postStart?: JsonObject; preStop?: JsonObject };
  resources?: { requests?: JsonObject; limits?: JsonObject };
};

export type Toleration = { key?: string; operator?: string; value?: string; effect?: string };

export type PodSpec = JsonObject & {
  containers: Container[];
  initContainers?: Container[];
  nodeName?: string;
  nodeSelector?: Labels;
  hostNetwork?: boolean;
  hostname?: string;
  subdomain?: string;
  dnsPolicy?: string;
  dnsConfig?: JsonObject;
  hostAliases?: { ip: string; hostnames?: string[] }[];
  enableServiceLinks?: boolean;
  restartPolicy?: string;
  serviceAccountName?: string;
  terminationGracePeriodSeconds?: number;
  readinessGates?: { conditionType: string }[];
  tolerations?: Toleration[];
  volumes?: (JsonObject & { name: string })[];
  affinity?: JsonObject;
  schedulerName?: string;
};

export type ContainerStatus = JsonObject & {
  name: string;
  image: string;
  imageID: string;
  ready: boolean;
  started?: boolean;
  restartCount: number;
  containerID?: string;
  state: JsonObject;
  lastState: JsonObject;
};

export type PodStatus = JsonObject & {
  phase: string;
  conditions?: Condition[];
  podIP?: string;
  podIPs?: { ip: string }[];
  hostIP?: string;
  containerStatuses?: ContainerStatus[];
  initContainerStatuses?: ContainerStatus[];
  reason?: string;
  startTime?: string;
};

export type Pod = Typed<PodSpec, PodStatus>;
export type PodTemplate = { metadata?: JsonObject & { labels?: Labels; annotations?: Labels }; spec: PodSpec };

export type ServicePort = {
  name?: string;
  protocol: string;
  port: number;
  targetPort: number | string;
  nodePort?: number;
  appProtocol?: string;
};

export type ServiceSpec = JsonObject & {
  type: string;
  ports?: ServicePort[];
  selector?: Labels;
  clusterIP?: string;
  clusterIPs?: string[];
  externalName?: string;
  externalIPs?: string[];
  sessionAffinity?: string;
  sessionAffinityConfig?: JsonObject & { clientIP?: { timeoutSeconds?: number } };
  externalTrafficPolicy?: string;
  internalTrafficPolicy?: string;
  healthCheckNodePort?: number;
  publishNotReadyAddresses?: boolean;
  ipFamilies?: string[];
  ipFamilyPolicy?: string;
  loadBalancerIP?: string;
  loadBalancerClass?: string;
  loadBalancerSourceRanges?: string[];
  allocateLoadBalancerNodePorts?: boolean;
  trafficDistribution?: string;
};

export type LoadBalancerStatus = JsonObject & { ingress?: (JsonObject & { ip?: string; hostname?: string })[] };
export type Service = Typed<ServiceSpec, JsonObject & { loadBalancer?: LoadBalancerStatus }>;

export type TargetReference = { kind: string; namespace: string; name: string; uid: string };
export type EndpointAddress = {
  ip: string;
  hostname?: string;
  nodeName?: string;
  targetRef?: TargetReference;
};
export type EndpointPort = { name?: string; port?: number; protocol?: string; appProtocol?: string };
export type EndpointSubset = {
  addresses?: EndpointAddress[];
  notReadyAddresses?: EndpointAddress[];
  ports?: EndpointPort[];
};
export interface Endpoints extends Unstructured {
  subsets?: EndpointSubset[];
}

export type SliceEndpoint = {
  addresses: string[];
  conditions: { ready?: boolean; serving?: boolean; terminating?: boolean };
  hostname?: string;
  nodeName?: string;
  zone?: string;
  targetRef?: TargetReference;
  hints?: { forZones?: { name: string }[]; forNodes?: { name: string }[] };
};
/** Empty lists are stored as null, as Go writes them. */
export interface EndpointSlice extends Unstructured {
  addressType: string;
  endpoints: SliceEndpoint[] | null;
  ports: EndpointPort[] | null;
}

export type Node = Typed<
  JsonObject & {
    podCIDR?: string;
    taints?: { key: string; value?: string; effect: string }[];
    unschedulable?: boolean;
  },
  JsonObject & { addresses?: { type: string; address: string }[]; conditions?: Condition[] }
>;
export type Namespace = Typed<JsonObject & { finalizers?: string[] }, JsonObject & { phase: string }>;

export type IngressBackend = {
  service?: { name: string; port?: { number?: number; name?: string } };
  resource?: JsonObject;
};
export type IngressPath = { path?: string; pathType?: string; backend: IngressBackend };
export type Ingress = Typed<
  JsonObject & {
    ingressClassName?: string;
    defaultBackend?: IngressBackend;
    rules?: { host?: string; http?: { paths: IngressPath[] } }[];
    tls?: { hosts?: string[]; secretName?: string }[];
  },
  JsonObject & { loadBalancer?: LoadBalancerStatus }
>;

export interface ConfigMap extends Unstructured {
  data?: Labels;
  binaryData?: Labels;
}
export interface Secret extends Unstructured {
  data?: Labels;
  type?: string;
}

/** Whether a condition of the object's status is True. */
export const isTrue = (conditions: readonly Condition[] | undefined, type: string): boolean =>
  conditions?.some((each) => each.type === type && each.status === 'True') ?? false;

/** The owner that manages the object, if any. */
export const controllerOf = (object: StoredObject): OwnerReference | undefined =>
  (object.metadata as Meta).ownerReferences?.find((each) => each.controller);

/** Equality of JSON values; the order of keys does not matter. A missing key equals undefined. */
export const isSame = (one: JsonValue | undefined, other: JsonValue | undefined): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other))
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((each, index) => isSame(each, other[index]))
    );
  for (const key of Object.keys(one)) if (!isSame(one[key], other[key])) return false;
  for (const key of Object.keys(other)) if (other[key] !== undefined && one[key] === undefined) return false;
  return true;
};
