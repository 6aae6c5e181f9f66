import type { Clock } from '../../core/clock.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Random } from '../../core/random.ts';

/** The seams between the rooms of the embedded cluster: types only. */

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** A stored Kubernetes object. The store never changes one in place: a change is a new object. */
export interface StoredObject extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: JsonObject & { name: string; namespace?: string; uid: string; resourceVersion: string };
}

/** What the data plane, DNS and ingress read: the objects as they stand now. Implemented by the API's store. */
export interface ClusterState {
  readonly clock: Clock;
  readonly random: Random;
  readonly proxyMode: 'iptables' | 'nftables';
  readonly clusterDomain: string;
  /** CIDRs, such as 10.96.0.0/16 and 10.244.0.0/16. */
  readonly serviceCidr: string;
  readonly podCidr: string;
  /** Grows with every change of any object: what was derived from objects stays valid as long as it stands. */
  readonly revision: number;
  /** All objects of a kind (`Service`, `EndpointSlice`, …), in one namespace or in all. */
  list(kind: string, namespace?: string): readonly StoredObject[];
  get(kind: string, namespace: string | undefined, name: string): StoredObject | undefined;
  /** Tells of each object of a kind, in the order of its list, and from then on of each change as it happens. */
  follow(kind: string, tell: Follower): void;
  /** Running containers by pod UID. Filled by the kubelet, read by the data plane and by exec. */
  readonly containers: ReadonlyMap<string, readonly RunningContainer[]>;
  /** Hosts beside the cluster, by address. */
  readonly externalHosts: ReadonlyMap<string, ExternalWorkload>;
}

/** Told what an object is now, and what it was before: undefined when it was not there, or is gone. */
export type Follower = (now: StoredObject | undefined, before: StoredObject | undefined) => void;

export interface ExternalWorkload {
  name: string;
  ip: string;
  listeners: readonly Listener[];
}

/** Who connects, as the accepting side sees it. */
export interface Peer {
  ip: string;
  port: number;
}

export interface HttpRequest {
  method: string;
  /** Path and query, such as /hostname?x=1. */
  target: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface HttpResponse {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** The server closes the connection after this answer. */
  close?: boolean;
}

/** A socket that a container listens on. `address` 127.0.0.1 is not reachable from outside the pod. */
export interface Listener {
  port: number;
  protocol: Protocol;
  address: '0.0.0.0' | '127.0.0.1';
  /** Serves one HTTP request of a connection. Absent: the socket does not speak HTTP. */
  http?(request: HttpRequest, peer: Peer): Promise<HttpResponse>;
  /** Serves raw bytes (text) of a connection or a datagram; undefined: no answer. */
  text?(input: string, peer: Peer): Promise<string | undefined>;
  tls?: boolean;
  /** The PEM certificate chain shown to a client that asks for `serverName`. Absent: a self-signed one nobody trusts. */
  certificate?(serverName: string | undefined): string | undefined;
  /** The socket speaks DNS. */
  dns?: Dns;
}

/** What an image is told when the kubelet starts it. */
export interface ContainerStart {
  pod: StoredObject;
  /** The entry of spec.containers (or initContainers). */
  container: JsonObject;
  hostname: string;
  ip: string;
  /** The full environment, service variables included. */
  env: Readonly<Record<string, string>>;
  /** Absolute path → text: /etc/hosts, /etc/resolv.conf, /etc/hostname, mounted ConfigMaps, Secrets, tokens. */
  files: Readonly<Record<string, string>>;
  clusterState: ClusterState;
  /** Appends a line to the container's log. */
  log(line: string): void;
  /** The process ended. */
  exited(code: number): void;
}

export interface RunningContainer {
  readonly name: string;
  readonly image: string;
  /** Live: an image may open and close sockets while it runs. */
  readonly listeners: readonly Listener[];
  /** Runs a command in the container. `shell` images answer as the real tools do. */
  exec(command: readonly string[], io: ExecIo): Promise<ExecOutcome>;
  /** Connects to the first process: what it prints from now on, and its input if the container has `stdin: true`. */
  attach?(io: ExecIo): Promise<ExecOutcome>;
  /** SIGTERM: resolves when the process has ended. */
  stop(): Promise<void>;
}

export interface ExecIo {
  stdin: AsyncIterable<Uint8Array>;
  /** Text is sent as UTF-8. */
  stdout(data: string | Uint8Array): void;
  stderr(data: string | Uint8Array): void;
  signal: AbortSignal;
  tty: boolean;
}

/** `missing`: the image has no such program; the runtime's own message goes to the client. */
export type ExecOutcome = { code: number } | { missing: string };

/** An image that the kubelet can run. For one that is not there a container waits with ErrImagePull. */
export interface SimulatedImage {
  /** Such as luksa/kubia, registry.k8s.io/e2e-test-images/agnhost: without a tag for all tags of the repository. */
  names: readonly string[];
  summary: string;
  /** Whether pods of a namespace know it. Absent: all do. */
  isKnownIn?(namespace: string): boolean;
  start(start: ContainerStart): RunningContainer;
}

/** How one connection attempt ended, as the client's kernel sees it. */
export type ConnectOutcome =
  | { result: 'connected'; listener: Listener; peer: Peer; backend: { ip: string; port: number; name: string } }
  /** RST or ICMP port unreachable: at once. */
  | { result: 'refused' }
  /** No answer: lost until the client's own time limit. */
  | { result: 'dropped' }
  | { result: 'no-route' };

/** Where a connection starts. */
export type Source =
  | { place: 'pod'; uid: string; ip: string; node: string; namespace: string; labels: Readonly<Record<string, string>> }
  | { place: 'node'; node: string; ip: string }
  | { place: 'outside'; ip: string };

/** The data plane: connection-level semantics of kube-proxy. */
export interface Network {
  connect(source: Source, ip: string, port: number, protocol: Protocol): ConnectOutcome;
  /** ICMP echo. */
  ping(source: Source, ip: string): 'reply' | 'lost' | 'port-unreachable';
}

/** Types that may be asked for; no name of the cluster has records of those behind NS. */
export type DnsType =
  | 'A'
  | 'AAAA'
  | 'CNAME'
  | 'SRV'
  | 'PTR'
  | 'TXT'
  | 'SOA'
  | 'NS'
  | 'MX'
  | 'ANY'
  | 'CAA'
  | 'DNSKEY'
  | 'DS'
  | 'HINFO'
  | 'HTTPS'
  | 'NAPTR'
  | 'SVCB'
  | 'TLSA';

/** A DNS answer in wire terms. */
export interface DnsRecord {
  name: string;
  type: DnsType;
  ttl: number;
  /** In zone-file form. */
  data: string;
}

export interface DnsAnswer {
  rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
  authoritative: boolean;
  answers: DnsRecord[];
  authority: DnsRecord[];
  additional: DnsRecord[];
}

export interface Dns {
  /** One question as CoreDNS answers it; no search list. */
  query(name: string, type: DnsRecord['type']): DnsAnswer;
}
