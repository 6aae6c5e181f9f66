import { type Clock, systemClock } from '../core/clock.ts';
import { seededRandom } from '../core/random.ts';
import type { DescribedImage } from '../core/simulated-image.ts';
import { serviceCidr } from './address-plan.ts';
import { createTokenIssuer } from './api/access/tokens.ts';
import { createDeletion } from './api/deletion.ts';
import { type Certificate, createCertificate } from './api/http/certificate.ts';
import type { RouterParts } from './api/http/router.ts';
import { createRegistry } from './api/registry.ts';
import { Store } from './api/store.ts';
import { bootstrap, masterController, type NodePlan, planNodes } from './controllers/bootstrap.ts';
import { type Context, createContext } from './controllers/context.ts';
import { ControllerManager } from './controllers/controller.ts';
import { standardControllers } from './controllers/index.ts';
import { IngressStatus } from './controllers/ingress-status.ts';
import { Kubelet } from './controllers/kubelet/kubelet.ts';
import { LoadBalancers } from './controllers/load-balancer.ts';
import { createDns } from './dns/coredns.ts';
import { resolvConfOf } from './dns/resolv-conf.ts';
import { createImages } from './images/index.ts';
import { controllerName } from './ingress/classes.ts';
import { createNetwork } from './network/network.ts';
import { createReach } from './network/reach.ts';
import type { ClusterState } from './objects/cluster-state.ts';
import type { Network } from './objects/network.ts';
import { StoreState } from './store-state.ts';

export interface SimulatorOptions {
  /** Default: the machine's clock. */
  clock?: Clock;
  /** Names, addresses and balancing follow from it; default 1. */
  seed?: number;
  /** Before the names of the nodes; default `plumbline`. */
  prefix?: string;
  /** Nodes beside the control plane; default 0. */
  workers?: number;
  proxyMode?: ClusterState['proxyMode'];
  /** Images that a user describes; they go before those of the catalogue. */
  images?: readonly DescribedImage[];
}

/** The rooms of one cluster, tied together and running. */
export interface Wiring {
  context: Context;
  clusterState: StoreState;
  network: Network;
  nodes: readonly NodePlan[];
  balancers: LoadBalancers;
  ingresses: IngressStatus;
  /** The parts that the API is served from. */
  api: RouterParts;
  certificate: Certificate;
  stop(): void;
}

/** Ties the rooms together, starts the controllers and makes the objects that a fresh cluster has. */
export const wire = ({
  clock = systemClock,
  seed = 1,
  prefix = 'plumbline',
  workers = 0,
  proxyMode = 'iptables',
  images = [],
}: SimulatorOptions): Wiring => {
  const random = seededRandom(seed);
  const store = new Store();
  const registry = createRegistry({ store, clock, random, serviceCidr });
  const context = createContext({ store, registry, clock, random });
  // The data plane draws from its own sequence: a name more or less does not change who answers.
  const clusterState = new StoreState({ store, clock, random: seededRandom(seed + 1), proxyMode });
  const network = createNetwork(clusterState);
  const kubelet = new Kubelet(
    {
      context,
      clusterState,
      network,
      images: createImages({ clusterState, network, dns: createDns(clusterState) }, images),
      resolvConf: (pod) => resolvConfOf(clusterState, pod),
    },
    clusterState.containers,
  );
  const certificate = createCertificate('plumbline-embedded', clock.date(), random);
  const balancers = new LoadBalancers(context);
  const ingresses = new IngressStatus(context, controllerName);
  const manager = new ControllerManager(store, clock, [
    masterController(context, serviceCidr),
    ...standardControllers(context, certificate.certificate),
    balancers,
    ingresses,
    kubelet,
  ]);
  const nodes = planNodes(prefix, workers);
  bootstrap(context, { nodes, serviceCidr });
  const [controlPlane] = nodes;
  // The API server runs on the control plane, as kubeadm has it.
  const reach = createReach(clusterState, network, () => ({
    place: 'node',
    node: controlPlane?.name ?? '',
    ip: controlPlane?.internalIP ?? '',
  }));
  return {
    context,
    clusterState,
    network,
    nodes,
    balancers,
    ingresses,
    certificate,
    api: {
      store,
      registry,
      remove: createDeletion(store, registry, clock),
      runtime: kubelet,
      clock,
      random: clusterState.random,
      reach,
      tokens: createTokenIssuer(store, clock, random),
    },
    stop: () => {
      manager.stop();
      kubelet.stop();
    },
  };
};
