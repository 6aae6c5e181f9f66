import { randomBytes } from 'node:crypto';
import { type Clock, systemClock } from '../core/clock.ts';
import { seededRandom } from '../core/random.ts';
import { createTokenIssuer } from './api/access/tokens.ts';
import { createDeletion } from './api/deletion.ts';
import { createCertificate } from './api/http/certificate.ts';
import { createDirectApi, type DirectApi } from './api/http/direct.ts';
import { startApiServer } from './api/http/server.ts';
import { createRegistry } from './api/registry.ts';
import { createAllocator } from './api/service-allocation.ts';
import { createStore } from './api/store.ts';
import { bootstrap, masterController, type NodePlan, planNodes } from './controllers/bootstrap.ts';
import { type Context, createContext } from './controllers/context.ts';
import { type Running, runControllers } from './controllers/controller.ts';
import { standardControllers } from './controllers/index.ts';
import { ingressStatus } from './controllers/ingress-status.ts';
import { createKubelet } from './controllers/kubelet/kubelet.ts';
import { loadBalancers } from './controllers/load-balancer.ts';
import { resolvConfOf } from './dns/resolv-conf.ts';
import { createReach } from './network/reach.ts';
import type {
  ClusterState,
  Dns,
  ExternalWorkload,
  Network,
  RunningContainer,
  SimulatedImage,
} from './objects/cluster-state.ts';

/** What images, shells and the ingress controller are made with. */
export interface SimulatorParts {
  clusterState: ClusterState;
  network: Network;
  dns: Dns;
}

export interface SimulatorOptions {
  /** Default: the machine's clock. */
  clock?: Clock;
  /** Names, addresses and balancing follow from it; default 1. */
  seed?: number;
  /** Before the node names; default `plumbline`. */
  prefix?: string;
  /** Nodes beside the control plane; default 0. */
  workers?: number;
  proxyMode?: 'iptables' | 'nftables';
  network: (clusterState: ClusterState) => Network;
  dns: (clusterState: ClusterState) => Dns;
  /** The catalogue of images that pods can run. */
  images: (parts: SimulatorParts) => readonly SimulatedImage[];
  /** spec.controller of the IngressClass that `enableIngress` makes. */
  ingressController: string;
}

/** A Kubernetes cluster inside the process. */
export interface Simulator extends SimulatorParts {
  /** https://127.0.0.1:PORT */
  url: string;
  token: string;
  /** PEM of the server's certificate, which is its own authority. */
  certificate: string;
  nodes: readonly NodePlan[];
  /** The same API for callers within the process. */
  direct: DirectApi;
  context: Context;
  running: Running;
  enableLoadBalancers(): void;
  /** Puts a machine beside the cluster, on the nodes' own network. */
  addMachine(machine: ExternalWorkload): void;
  /** Makes the IngressClass and publishes the address in the Ingresses of that class. */
  enableIngress(className: string, address: string): void;
  close(): Promise<void>;
}

const serviceCidr = '10.96.0.0/16';
const podCidr = '10.244.0.0/16';

export const createSimulator = async ({
  clock = systemClock,
  seed = 1,
  prefix = 'plumbline',
  workers = 0,
  proxyMode = 'iptables',
  network: createNetwork,
  dns: createDns,
  images: createImages,
  ingressController,
}: SimulatorOptions): Promise<Simulator> => {
  const random = seededRandom(seed);
  const store = createStore();
  const registry = createRegistry({ store, clock, random, allocator: createAllocator(store, random, serviceCidr) });
  const context = createContext({ store, registry, clock, random });
  const containers = new Map<string, readonly RunningContainer[]>();
  const externalHosts = new Map<string, ExternalWorkload>();
  const clusterState: ClusterState = {
    clock,
    // The data plane draws from its own sequence: a name more or less does not change who answers.
    random: seededRandom(seed + 1),
    proxyMode,
    clusterDomain: 'cluster.local',
    serviceCidr,
    podCidr,
    get revision() {
      return store.version;
    },
    list: (kind, namespace) => store.list(kind, namespace),
    get: (kind, namespace, name) => store.get(kind, namespace, name),
    follow: (kind, tell) => {
      for (const object of store.list(kind)) tell(object, undefined);
      store.subscribe((change) => {
        if (change.kind === kind) tell(change.type === 'DELETED' ? undefined : change.object, change.previous);
      });
    },
    containers,
    externalHosts,
  };
  const network = createNetwork(clusterState);
  const dns = createDns(clusterState);
  const parts = { clusterState, network, dns };
  const images = createImages(parts);
  const kubelet = createKubelet(
    { context, clusterState, network, images, resolvConf: (pod) => resolvConfOf(clusterState, pod) },
    containers,
  );
  const certificate = createCertificate('plumbline-embedded', clock.date(), random);
  const balancers = loadBalancers(context);
  const published = ingressStatus(context, ingressController);
  const running = runControllers(store, clock, [
    masterController(context, serviceCidr),
    ...standardControllers(context, certificate.certificate),
    balancers.controller,
    published.controller,
    kubelet.controller,
  ]);
  const nodes = planNodes(prefix, workers);
  bootstrap(context, { nodes, serviceCidr });
  // A cluster may stay for days on a machine with other users: nobody can compute this one.
  const token = randomBytes(16).toString('hex');
  const remove = createDeletion(store, registry, clock);
  const [controlPlane] = nodes;
  // It runs on the control plane, as kubeadm has it.
  const reach = createReach(clusterState, network, () => ({
    place: 'node',
    node: controlPlane?.name ?? '',
    ip: controlPlane?.internalIP ?? '',
  }));
  const tokens = createTokenIssuer(store, clock, random);
  const router = {
    store,
    registry,
    remove,
    runtime: kubelet.runtime,
    clock,
    random: clusterState.random,
    reach,
    tokens,
  };
  const server = await startApiServer({ ...router, token, certificate });
  return {
    ...parts,
    url: server.url,
    token,
    certificate: certificate.certificate,
    nodes,
    direct: createDirectApi(router),
    context,
    running,
    enableLoadBalancers: balancers.enable,
    addMachine: (machine) => {
      externalHosts.set(machine.ip, machine);
      // What other rooms derived from the old set is no longer valid.
      store.touch();
    },
    enableIngress: (className, address) => {
      if (!store.get('IngressClass', undefined, className))
        context.create('IngressClass', {
          metadata: { name: className, annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
          spec: { controller: ingressController },
        });
      published.enable(address);
    },
    close: async () => {
      running.stop();
      kubelet.stop();
      await server.close();
    },
  };
};
