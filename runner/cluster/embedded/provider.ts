import { type Clock, systemClock } from '../../core/clock.ts';
import { DiagnosticError } from '../../core/diagnostic.ts';
import type { createSimulator, Simulator, SimulatorParts } from '../../simulator/index.ts';
import type { SimulatedImage } from '../../simulator/objects/cluster-state.ts';
import { createClient } from '../client.ts';
import type { Cluster, ClusterProvider, StartOptions } from '../cluster.ts';
import { defaultProbeImage } from '../default-images.ts';
import { writeKubeconfig } from '../kubeconfig-file.ts';
import { prefixOf } from '../node-names.ts';

export interface EmbeddedOptions {
  /** The images that pods can run. Default: the catalogue. */
  images?: (parts: SimulatorParts) => readonly SimulatedImage[];
  clock?: Clock;
  seed?: number;
}

/** Loaded when a cluster starts: the simulator is no concern of a run on another provider. */
const loadRooms = async () => {
  const [simulator, network, dns, images, classes, direct, machines, provisions] = await Promise.all([
    import('../../simulator/index.ts'),
    import('../../simulator/network/network.ts'),
    import('../../simulator/dns/coredns.ts'),
    import('../../simulator/images/index.ts'),
    import('../../simulator/ingress/classes.ts'),
    import('./direct.ts'),
    import('./machines.ts'),
    import('./provisions.ts'),
  ]);
  return { ...simulator, ...network, ...dns, ...images, ...classes, ...direct, ...machines, ...provisions };
};

type Rooms = Awaited<ReturnType<typeof loadRooms>>;

const outsideIp = '172.18.0.250';
const kubernetesVersion = 'v1.34.4';

const makeCluster = (
  rooms: Rooms,
  simulator: Simulator,
  { runId, proxyMode, probeImage }: StartOptions,
  boot: Cluster['boot'],
  clock: Clock,
): Cluster => {
  const { url, token, certificate, nodes } = simulator;
  const connection = { server: url, ca: certificate, token };
  const { direct } = simulator;
  const carriers = { transport: rooms.createDirectTransport(direct), executor: rooms.createDirectExecutor(direct) };
  const client = createClient(connection, { clock, carriers });
  const machines = rooms.createMachines(simulator, outsideIp);
  const prefix = prefixOf(runId);
  const provisions = rooms.createProvisions({ simulator, prefix, version: kubernetesVersion, proxyMode });
  return {
    fingerprint: {
      provider: 'embedded',
      kubernetesVersion,
      proxyMode,
      isolation: 'simulated',
      nodes: nodes.length,
    },
    boot,
    api: client,
    cheapExec: true,
    clock,
    exec: async (vantage, request) => {
      if (vantage.place === 'pod') return client.exec(vantage, request);
      return vantage.place === 'node' ? machines.node(vantage.node, request) : machines.outside(request);
    },
    nodes: async () => nodes.map(({ name, internalIP, controlPlane }) => ({ name, internalIP, controlPlane })),
    provide: provisions.provide,
    get ingress() {
      return provisions.ingress;
    },
    get externalHosts() {
      return provisions.externalHosts;
    },
    probeImage: probeImage ?? defaultProbeImage,
    kubeconfig: (namespace) =>
      writeKubeconfig(connection, { name: 'plumbline-embedded', ...(namespace !== undefined && { namespace }) }),
    close: async () => {
      await client.close().catch(() => undefined);
      await simulator.close();
    },
  };
};

/** A simulated cluster inside the process: nothing to install, ready at once, and never the judge of truth. */
export const createEmbeddedProvider = ({
  images,
  clock = systemClock,
  seed = 1,
}: EmbeddedOptions = {}): ClusterProvider => ({
  name: 'embedded',
  summary: 'a simulated cluster inside the process; no Docker, starts at once',
  refusal: async () => undefined,
  start: async (options) => {
    const time = options.clock ?? clock;
    const began = clock.now();
    options.signal.throwIfAborted();
    options.onPhase({ phase: 'start', startMs: 0 });
    const rooms = await loadRooms();
    const settings: Parameters<typeof createSimulator>[0] = {
      clock: time,
      seed: options.seed ?? seed,
      prefix: prefixOf(options.runId),
      workers: options.workers,
      proxyMode: options.proxyMode,
      network: rooms.createNetwork,
      dns: rooms.createDns,
      images: images ?? ((parts) => rooms.createImages(parts, options.simulatedImages)),
      ingressController: rooms.controllerName,
    };
    const simulator = await rooms.createSimulator(settings).catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new DiagnosticError({ code: 'cluster-boot-failed', message: `The embedded cluster did not start: ${why}` });
    });
    const phase = { phase: 'start', startMs: 0, endMs: clock.now() - began };
    options.onPhase(phase);
    return makeCluster(rooms, simulator, options, [phase], time);
  },
  // A simulated cluster ends with its process.
  sweep: async () => [],
});

export const embeddedProvider = createEmbeddedProvider();
