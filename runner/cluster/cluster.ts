import type { Clock } from '../core/clock.ts';
import type { DiagnosticCode } from '../core/diagnostic.ts';
import type { JsonObject } from '../core/json.ts';
import type { BootPhase, Fingerprint } from '../core/result.ts';
import type { DescribedImage } from '../core/simulated-image.ts';

/** The contract between everything above and the three providers: types only. */

/** A Kubernetes object as JSON. Only what every object has is typed. */
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

/** Names a set of objects of one kind. Selectors are Kubernetes' own texts (`app=kubia,tier!=db`). */
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
  /** The API server checks and answers, but stores nothing. */
  dryRun?: boolean;
  signal?: AbortSignal;
}

/** What a write answered: the stored object and the server's Warning headers. */
export interface Written {
  object: KubernetesObject;
  warnings: string[];
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: KubernetesObject;
}

/**
 * The Kubernetes REST API. Faults come as rejections: `ApiError` (`cluster/api-error.ts`) when the server answered
 * with a Status, `UnreachableError` when it did not answer.
 */
export interface KubernetesApi {
  /** Undefined when the object (or its kind) does not exist. */
  get(reference: ObjectReference, signal?: AbortSignal): Promise<KubernetesObject | undefined>;
  list(query: ObjectQuery, signal?: AbortSignal): Promise<ObjectList>;
  /** Server-side apply, forced, field manager `plumbline`, strict field validation. */
  apply(object: KubernetesObject, options?: WriteOptions): Promise<Written>;
  /** POST; fails with AlreadyExists. */
  create(object: KubernetesObject, options?: WriteOptions): Promise<Written>;
  patch(
    reference: ObjectReference,
    type: PatchType,
    patch: JsonObject | JsonObject[],
    options?: WriteOptions & { subresource?: string },
  ): Promise<Written>;
  /** False when it was not there. `graceSeconds` 0 removes a pod at once. */
  delete(reference: ObjectReference, options?: { graceSeconds?: number; signal?: AbortSignal }): Promise<boolean>;
  /** Ends quietly when the server closes it; rejects with ApiError 410 when the version is too old. */
  watch(query: ObjectQuery, resourceVersion: string, signal: AbortSignal): AsyncIterable<WatchEvent>;
  /** Whether objects of the kind live in namespaces. Undefined when the server does not know the kind. */
  isNamespaced(apiVersion: string, kind: string): Promise<boolean | undefined>;
  /** The text of a container's log, from its beginning or its last lines, at most `limitBytes` of it (4 MiB). */
  logs(
    namespace: string,
    pod: string,
    options?: { container?: string; tailLines?: number; limitBytes?: number; signal?: AbortSignal },
  ): Promise<string>;
  /** GET of a path that is no object, such as /version or /livez. */
  raw(path: string, signal?: AbortSignal): Promise<{ status: number; body: string }>;
}

/** Where a command runs. */
export type Vantage =
  | { place: 'pod'; namespace: string; pod: string; container?: string }
  | { place: 'node'; node: string }
  /** A container on the cluster's network that is no node. */
  | { place: 'outside' };

export interface ExecRequest {
  /** Never a shell line: words as the process gets them. */
  command: readonly string[];
  stdin?: string;
  signal?: AbortSignal;
  /** Bytes kept of each stream; what comes after is counted and dropped. Default 1 MiB. */
  limit?: number;
}

export interface ExecResult {
  /** Undefined: the stream ended without a status, so nothing is known of the command. */
  status: number | undefined;
  stdout: string;
  stderr: string;
  /** True when a stream was longer than the limit. */
  truncated: boolean;
  /** Why the command could not be started, when the runtime said so (status 126, 127 or undefined). */
  failure?: string;
}

export interface ClusterNode {
  name: string;
  internalIP: string;
  controlPlane: boolean;
}

/** A host beside the cluster, for manual Endpoints to point at. It answers HTTP with its own name, as kubia does. */
export interface ExternalHost {
  name: string;
  ip: string;
  port: number;
}

export interface IngressAccess {
  /** An address that reaches the controller from pods, nodes and outside. */
  address: string;
  httpPort: number;
  httpsPort: number;
  className: string;
}

/** What a scenario or step needs of the cluster. */
export interface Needs {
  /** At least so many nodes, the control plane included. */
  nodes?: number;
  ingress?: boolean;
  loadBalancer?: boolean;
  /** So many hosts beside the cluster. */
  externalHosts?: number;
  /** One of these kube-proxy modes. */
  proxyModes?: string[];
  /** At least this Kubernetes minor version, such as "1.33". */
  kubernetes?: string;
  /** The kubectl program on the machine that runs Plumbline. */
  kubectl?: boolean;
}

export interface Cluster {
  readonly fingerprint: Fingerprint;
  readonly boot: readonly BootPhase[];
  readonly api: KubernetesApi;
  exec(vantage: Vantage, request: ExecRequest): Promise<ExecResult>;
  /** An exec costs next to nothing here, so that many programs need not share one. */
  readonly cheapExec?: boolean;
  /** The time that passes in it, when that is not the machine's: who waits for the cluster waits on this clock. */
  readonly clock?: Clock;
  nodes(): Promise<ClusterNode[]>;
  /**
   * Makes what is needed, on demand and once, and answers with a sentence for each need that cannot be met.
   * Calling it again, also at the same time, is cheap.
   */
  provide(needs: Needs, signal?: AbortSignal): Promise<string[]>;
  /** What `provide` has made so far. */
  readonly ingress: IngressAccess | undefined;
  readonly externalHosts: readonly ExternalHost[];
  /** The image of the runner's own pods: sh, curl, ping, dig, nc. */
  readonly probeImage: string;
  /** A kubeconfig (YAML text) that works on this machine. */
  kubeconfig(namespace?: string): string;
  /** Removes what the provider made. */
  close(): Promise<void>;
}

/** Told of each phase of a boot as it begins and as it ends. */
export type PhaseListener = (phase: { phase: string; startMs: number; endMs?: number }) => void;

export interface StartOptions {
  runId: string;
  /** Worker nodes beside the control plane. */
  workers: number;
  proxyMode: 'iptables' | 'nftables';
  /** The node image; each provider has a default. */
  image?: string;
  probeImage?: string;
  /** The image of hosts beside the cluster; each provider has a default. */
  externalHostImage?: string;
  /** Images that the scenarios name, to be put into the nodes when the local engine has them. */
  images: readonly string[];
  /** What a simulated cluster runs for images of the user's own; a real one runs the images themselves. */
  simulatedImages?: readonly DescribedImage[];
  /** Leave the cluster when the process ends. */
  keep: boolean;
  /** The choices of a simulated cluster; a real one makes its own. */
  seed?: number;
  /** The time of a simulated cluster; a real one has its own. Default: the machine's. */
  clock?: Clock;
  onPhase: PhaseListener;
  signal: AbortSignal;
}

/** Why a provider cannot work on this machine, and what to do about it. */
export interface Refusal {
  /** The provider's own code: it says what is missing. */
  code: DiagnosticCode;
  reason: string;
  hint: string;
}

/** A way to get a cluster. */
export interface ClusterProvider {
  /** The value of `--cluster`. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** Undefined when it can work here. Takes less than a second. */
  refusal(): Promise<Refusal | undefined>;
  /** Rejects with DiagnosticError when the cluster does not come up; nothing is left behind then. */
  start(options: StartOptions): Promise<Cluster>;
  /** Removes what runs left that are no longer alive. Returns what it removed. */
  sweep(): Promise<string[]>;
  /** Removes a cluster that `keep` left, by its run. Absent: a cluster of this provider ends with its process. */
  remove?(runId: string): Promise<string[]>;
}
