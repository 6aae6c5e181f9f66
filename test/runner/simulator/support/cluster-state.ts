import { manualClock } from '../../../../runner/core/clock.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { seededRandom } from '../../../../runner/core/random.ts';
import type { ClusterState, Follower } from '../../../../runner/simulator/objects/cluster-state.ts';
import type { RunningContainer } from '../../../../runner/simulator/objects/containers.ts';
import type { Unstructured } from '../../../../runner/simulator/objects/metadata.ts';
import type { ExternalWorkload, Listener } from '../../../../runner/simulator/objects/sockets.ts';

/** A cluster made of data: objects go in by `put`, pods run what their listeners say. */
export interface TestClusterState extends ClusterState {
  readonly clock: ReturnType<typeof manualClock>;
  put(object: JsonObject): Unstructured;
  remove(kind: string, name: string, namespace?: string): void;
  /** Puts a pod on a node and runs its listeners. */
  pod(name: string, options: PodOptions): Unstructured;
  /** Puts a Service and the slice of its endpoints. */
  service(name: string, spec: JsonObject, endpoints?: readonly JsonObject[], more?: ServiceOptions): Unstructured;
  stop(pod: Unstructured): void;
  run(pod: Unstructured, container: RunningContainer): void;
  external(workload: ExternalWorkload): void;
}

export interface PodOptions {
  ip: string;
  node?: string;
  namespace?: string;
  labels?: Record<string, string>;
  ports?: readonly number[];
  listeners?: readonly Listener[];
  spec?: JsonObject;
  phase?: string;
}

export interface ServiceOptions {
  namespace?: string;
  labels?: Record<string, string>;
  status?: JsonObject;
  /** The slice's ports; by default one per Service port with its targetPort. */
  ports?: readonly JsonObject[];
}

/** Answers with a name, as kubia does. */
export const named = (name: string, port = 8080, more: Partial<Listener> = {}): Listener => ({
  port,
  protocol: 'TCP',
  address: '0.0.0.0',
  http: async (_request, peer) => ({
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: `You've hit ${name}\n`,
    ...(peer.port < 0 ? { close: true } : {}),
  }),
  ...more,
});

export const runningContainer = (listeners: readonly Listener[], name = 'main'): RunningContainer => ({
  name,
  image: 'test',
  listeners,
  exec: async () => ({ code: 0 }),
  stop: async () => {},
});

export const testClusterState = (
  options: { seed?: number; proxyMode?: ClusterState['proxyMode']; nodes?: number } = {},
): TestClusterState => {
  const objects = new Map<string, Unstructured>();
  const containers = new Map<string, RunningContainer[]>();
  const externalHosts = new Map<string, ExternalWorkload>();
  const followers = new Map<string, Follower[]>();
  let revision = 0;
  const key = (kind: string, namespace: string | undefined, name: string): string =>
    `${kind}/${namespace ?? ''}/${name}`;
  const clusterState: TestClusterState = {
    clock: manualClock(1_000_000),
    random: seededRandom(options.seed ?? 1),
    proxyMode: options.proxyMode ?? 'iptables',
    clusterDomain: 'cluster.local',
    serviceCidr: '10.96.0.0/16',
    podCidr: '10.244.0.0/16',
    get revision() {
      return revision;
    },
    containers,
    externalHosts,
    list: (kind, namespace) =>
      [...objects.values()].filter(
        (each) => each.kind === kind && (namespace === undefined || each.metadata.namespace === namespace),
      ),
    get: (kind, namespace, name) => objects.get(key(kind, namespace, name)),
    follow: (kind, tell) => {
      for (const each of clusterState.list(kind)) tell(each, undefined);
      followers.set(kind, [...(followers.get(kind) ?? []), tell]);
    },
    put(object) {
      revision += 1;
      const metadata = object['metadata'] as JsonObject & { name: string; namespace?: string };
      const stored = {
        apiVersion: 'v1',
        ...object,
        metadata: { uid: `uid-${revision}`, ...metadata, resourceVersion: String(revision) },
      } as Unstructured;
      const place = key(stored.kind, metadata.namespace, metadata.name);
      const before = objects.get(place);
      objects.set(place, stored);
      for (const tell of followers.get(stored.kind) ?? []) tell(stored, before);
      return stored;
    },
    remove(kind, name, namespace) {
      revision += 1;
      const before = objects.get(key(kind, namespace, name));
      objects.delete(key(kind, namespace, name));
      for (const tell of followers.get(kind) ?? []) tell(undefined, before);
    },
    pod(name, { ip, node = 'worker-1', namespace = 'default', labels = {}, spec = {}, phase = 'Running', ...runs }) {
      const pod = clusterState.put({
        kind: 'Pod',
        metadata: { name, namespace, labels },
        spec: { nodeName: node, ...spec },
        status: { podIP: ip, phase },
      });
      const listeners = runs.listeners ?? (runs.ports ?? [8080]).map((port) => named(name, port));
      containers.set(pod.metadata.uid, [runningContainer(listeners)]);
      return pod;
    },
    service(name, spec, endpoints = [], { namespace = 'default', labels = {}, status = {}, ports } = {}) {
      const service = clusterState.put({ kind: 'Service', metadata: { name, namespace, labels }, spec, status });
      const slicePorts = ports ?? ((spec['ports'] as JsonObject[] | undefined) ?? []).map(slicePort);
      clusterState.put({
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: `${name}-slice`, namespace, labels: { 'kubernetes.io/service-name': name } },
        addressType: 'IPv4',
        endpoints: [...endpoints],
        ports: [...slicePorts],
      });
      return service;
    },
    stop: (pod) => void containers.delete(pod.metadata.uid),
    run: (pod, container) => void containers.set(pod.metadata.uid, [container]),
    external: (workload) => {
      revision += 1;
      externalHosts.set(workload.ip, workload);
    },
  };
  const nodes = ['control-plane', 'worker-1', 'worker-2'].slice(0, options.nodes ?? 3);
  for (const [index, name] of nodes.entries())
    clusterState.put({
      kind: 'Node',
      metadata: { name, labels: index === 0 ? { 'node-role.kubernetes.io/control-plane': '' } : {} },
      spec: { podCIDR: `10.244.${index}.0/24` },
      status: { addresses: [{ type: 'InternalIP', address: `172.18.0.${index + 2}` }] },
    });
  for (const name of ['default', 'kube-system', 'other']) clusterState.put({ kind: 'Namespace', metadata: { name } });
  return clusterState;
};

const slicePort = (port: JsonObject): JsonObject => ({
  name: port['name'] ?? '',
  protocol: port['protocol'] ?? 'TCP',
  port: typeof port['targetPort'] === 'number' ? port['targetPort'] : (port['port'] as number),
});

/** An endpoint of a slice. */
export const endpoint = (ip: string, node = 'worker-1', more: JsonObject = {}): JsonObject => ({
  addresses: [ip],
  nodeName: node,
  conditions: { ready: true, serving: true, terminating: false },
  ...more,
});
