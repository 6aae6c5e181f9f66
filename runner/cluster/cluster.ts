import type { Clock } from '../core/clock.ts';
import type { DiagnosticCode } from '../core/diagnostic.ts';
import type { JsonObject } from '../core/json.ts';
import type { BootPhase, Fingerprint } from '../core/result.ts';
import type { DescribedImage } from '../core/simulated-image.ts';

/** The contract between the providers of clusters and the rooms that use clusters: types only. */

/** A Kubernetes object as JSON. Only the fields that every object has are typed. */
export interface KubernetesObject extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

export interface ObjectMeta extends JsonObject {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** Names one object. `namespace` is ignored for cluster-scoped kinds. */
export interface ObjectReference {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
}

/** Names a set of objects of one kind. Selectors have Kubernetes' own syntax (`app=kubia,tier!=db`). */
export interface ObjectQuery {
  apiVersion: string;
  kind: string;
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

export interface ObjectList {
  items: KubernetesObject[];
  resourceVersion: string;
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

export interface WriteOptions {
  /** The API server checks the request and answers, but stores nothing. */
  dryRun?: boolean;
  signal?: AbortSignal;
}

/** The answer to a write: the stored object and the server's Warning headers. */
export interface Written {
  object: KubernetesObject;
  warnings: string[];
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: KubernetesObject;
}

/**
 * The Kubernetes REST API. Faults come as rejections: `ApiError` (`cluster/api-error.ts`) if the server answered
 * with a Status, `UnreachableError` if it did not answer.
 */
export interface KubernetesApi {
  /** Undefined if the object or its kind does not exist. */
  get(reference: ObjectReference, signal?: AbortSignal): Promise<KubernetesObject | undefined>;
  list(query: ObjectQuery, signal?: AbortSignal): Promise<ObjectList>;
  /** Server-side apply, forced, field manager `plumbline`, strict field validation. */
  apply(object: KubernetesObject, options?: WriteOptions): Promise<Written>;
  /** POST; rejects with AlreadyExists if the object exists. */
  create(object: KubernetesObject, options?: WriteOptions): Promise<Written>;
  patch(
    reference: ObjectReference,
    type: PatchType,
    patch: JsonObject | JsonObject[],
    options?: WriteOptions & { subresource?: string },
  ): Promise<Written>;
  /** False if the object did not exist. `graceSeconds` 0 deletes a pod at once. */
  delete(reference: ObjectReference, options?: { graceSeconds?: number; signal?: AbortSignal }): Promise<boolean>;
  /** Ends when the server closes the watch; rejects with ApiError 410 if the version is too old. */
  watch(query: ObjectQuery, resourceVersion: string, signal: AbortSignal): AsyncIterable<WatchEvent>;
  /** Whether the kind is namespaced. Undefined if the server does not know the kind. */
  isNamespaced(apiVersion: string, kind: string): Promise<boolean | undefined>;
  /** The log of a container, from its beginning or its last lines, at most `limitBytes` of it (default: 4 MiB). */
  logs(
    namespace: string,
    pod: string,
    options?: { container?: string; tailLines?: number; limitBytes?: number; signal?: AbortSignal },
  ): Promise<string>;
  /** GET of a path that is not an object, such as /version or /livez. */
  raw(path: string, signal?: AbortSignal): Promise<{ status: number; body: string }>;
}

/** A vantage point: the place where a command runs. */
export type Vantage =
  | { place: 'pod'; namespace: string; pod: string; container?: string }
  | { place: 'node'; node: string }
  /** A container on the cluster's network that is not a node. */
  | { place: 'outside' };

export interface ExecRequest {
  /** The program and its arguments; no shell reads them. */
  command: readonly string[];
  stdin?: string;
  signal?: AbortSignal;
  /** The bytes to keep of each stream; later bytes are counted and dropped. Default 1 MiB. */
  limit?: number;
}

export interface ExecResult {
  /** Undefined: the stream ended without a status, so that the result of the command is unknown. */
  status: number | undefined;
  stdout: string;
  stderr: string;
  /** True if a stream was longer than the limit. */
  truncated: boolean;
  /** Why the container runtime could not start the command (status 126, 127 or undefined). */
  failure?: string;
}

export interface ClusterNode {
  name: string;
  internalIP: string;
  controlPlane: boolean;
}

/** A host outside the cluster, to which manual Endpoints can point. It answers HTTP with its own name, as kubia does. */
export interface ExternalHost {
  name: string;
  ip: string;
  port: number;
}

export interface IngressAccess {
  /** The controller's address for pods, nodes and outside. */
  address: string;
  httpPort: number;
  httpsPort: number;
  className: string;
}

/** The needs of a scenario or step: features that the cluster must have. */
export interface Needs {
  /** The smallest number of nodes, including the control plane. */
  nodes?: number;
  ingress?: boolean;
  loadBalancer?: boolean;
  /** The number of external hosts. */
  externalHosts?: number;
  /** The kube-proxy modes that are accepted. */
  proxyModes?: string[];
  /** The oldest Kubernetes minor version that is accepted, such as "1.33". */
  kubernetes?: string;
  /** The kubectl program on the machine that runs Plumbline. */
  kubectl?: boolean;
}

export interface Cluster {
  readonly fingerprint: Fingerprint;
  readonly boot: readonly BootPhase[];
  readonly api: KubernetesApi;
  exec(vantage: Vantage, request: ExecRequest): Promise<ExecResult>;
  /** True if an exec costs next to nothing, so that several programs need not share one. */
  readonly cheapExec?: boolean;
  /** The cluster's own time, if it differs from the machine's. Code that waits for the cluster waits on this clock. */
  readonly clock?: Clock;
  nodes(): Promise<ClusterNode[]>;
  /**
   * Makes the parts that are needed, each once, and resolves to a sentence for each need that it cannot meet.
   * Further calls, also at the same time, are cheap.
   */
  provide(needs: Needs, signal?: AbortSignal): Promise<string[]>;
  /** Made by `provide`. */
  readonly ingress: IngressAccess | undefined;
  readonly externalHosts: readonly ExternalHost[];
  /** The image of Plumbline's own pods, with sh, curl, ping, dig and nc. */
  readonly probeImage: string;
  /**
   * The parts of a real cluster that the pods of these namespaces need and that this cluster does not simulate, such as
   * `the image shop/web:1`. Absent: it is a real cluster.
   */
  notSimulated?(namespaces: readonly string[]): string[];
  /** A kubeconfig (YAML text) that works on this machine. */
  kubeconfig(namespace?: string): string;
  /** Removes everything that the provider made. */
  close(): Promise<void>;
}

/** Called when a phase of a boot begins and when it ends. */
export type PhaseListener = (phase: { phase: string; startMs: number; endMs?: number }) => void;

export interface StartOptions {
  runId: string;
  /** The number of worker nodes besides the control plane. */
  workers: number;
  proxyMode: 'iptables' | 'nftables';
  /** The node image; each provider has a default. */
  image?: string;
  probeImage?: string;
  /** The image of external hosts; each provider has a default. */
  externalHostImage?: string;
  /** The images of the scenarios, to be loaded into the nodes if the local engine has them. */
  images: readonly string[];
  /** Descriptions of the user's own images, for a simulated cluster; a real one runs the images themselves. */
  simulatedImages?: readonly DescribedImage[];
  /** True: the cluster stays when the process ends. */
  keep: boolean;
  /** The seed of the random choices of a simulated cluster. */
  seed?: number;
  /** The clock of a simulated cluster. Default: the machine's. */
  clock?: Clock;
  onPhase: PhaseListener;
  signal: AbortSignal;
}

/** Why a provider cannot work on this machine, and the remedy. */
export interface Refusal {
  /** The provider's own code for the missing part. */
  code: DiagnosticCode;
  reason: string;
  hint: string;
}

/** The limits of a simulated cluster. */
export interface ClusterLimits {
  /** Whether the kind is built into Kubernetes and not simulated. */
  lacksKind(apiVersion: string, kind: string): boolean;
  /** Whether a real cluster may run the image and this one cannot. `described` are the names of described images. */
  lacksImage(image: string, described: readonly string[]): boolean;
}

/** A way to get a cluster. */
export interface ClusterProvider {
  /** The value of `--cluster`. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** Absent: it provides real clusters. */
  limits?(): Promise<ClusterLimits>;
  /** Undefined if it can work here. Takes less than a second. */
  refusal(): Promise<Refusal | undefined>;
  /** Rejects with DiagnosticError if the cluster does not start, and then leaves nothing. */
  start(options: StartOptions): Promise<Cluster>;
  /** Removes the leftovers of dead runs. Returns their names. */
  sweep(): Promise<string[]>;
  /** Removes a cluster that `keep` left, by its run. Absent: the clusters of this provider end with their process. */
  remove?(runId: string): Promise<string[]>;
}
