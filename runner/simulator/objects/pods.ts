import type { JsonObject } from '../../core/json.ts';
import type { Labels } from '../../core/labels.ts';
import type { Condition, Typed } from './metadata.ts';

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
