import { during, systemClock } from '../../core/clock.ts';
import { DiagnosticError } from '../../core/diagnostic.ts';
import type { Simulator } from '../../simulator/index.ts';
import { createClient } from '../client.ts';
import type { Cluster, ClusterProvider, StartOptions } from '../cluster.ts';
import { defaultProbeImage } from '../default-images.ts';
import { writeKubeconfig } from '../kubeconfig-file.ts';
import { findKubectlFault } from '../kubectl.ts';
import { findUnmet } from '../needs.ts';
import { prefixOf } from '../node-names.ts';
import { about } from './about.ts';

/** Loaded when a cluster starts: the simulator is no concern of a run on another provider. */
const loadParts = async () => {
  const [simulator, direct, machines] = await Promise.all([
    import('../../simulator/index.ts'),
    import('./direct.ts'),
    import('./machines.ts'),
  ]);
  return { ...simulator, ...direct, ...machines };
};

type Parts = Awaited<ReturnType<typeof loadParts>>;

interface Started {
  parts: Parts;
  simulator: Simulator;
  connection: Awaited<ReturnType<Simulator['serve']>>;
  options: StartOptions;
  boot: Cluster['boot'];
}

const makeCluster = ({ parts, simulator, connection, options, boot }: Started): Cluster => {
  const { direct, nodes } = simulator;
  const { proxyMode, probeImage = defaultProbeImage, clock = systemClock } = options;
  const carriers = {
    transport: parts.createDirectTransport(direct, clock),
    executor: parts.createDirectExecutor(direct, clock),
  };
  const client = createClient(connection, { clock, carriers });
  const kubernetesVersion = parts.release.gitVersion;
  return {
    fingerprint: {
      provider: about.name,
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
      if (vantage.place === 'outside') return parts.execOn((...start) => simulator.outside(...start), request);
      return parts.execOn((...start) => simulator.exec(vantage.node, ...start), request);
    },
    nodes: async () => nodes.map(({ name, internalIP, controlPlane }) => ({ name, internalIP, controlPlane })),
    provide: async (needs) => {
      simulator.provide(needs);
      const unmet = findUnmet(needs, { nodes: nodes.length, proxyMode, version: kubernetesVersion });
      const fault = needs.kubectl ? await during(clock.outside, findKubectlFault) : undefined;
      return fault === undefined ? unmet : [...unmet, fault];
    },
    get ingress() {
      return simulator.ingress;
    },
    get externalHosts() {
      return simulator.externalHosts;
    },
    probeImage,
    notSimulated: (namespaces) => simulator.notSimulated(namespaces),
    kubeconfig: (namespace) =>
      writeKubeconfig(connection, { name: 'plumbline-embedded', ...(namespace !== undefined && { namespace }) }),
    close: async () => {
      await client.close().catch(() => undefined);
      await simulator.close();
    },
  };
};

const startSimulator = async (
  parts: Parts,
  { runId, seed = 1, workers, proxyMode, simulatedImages = [], clock = systemClock }: StartOptions,
): Promise<Pick<Started, 'simulator' | 'connection'>> => {
  try {
    const simulator = new parts.Simulator({
      clock,
      seed,
      prefix: prefixOf(runId),
      workers,
      proxyMode,
      images: simulatedImages,
    });
    return { simulator, connection: await simulator.serve() };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DiagnosticError({ code: 'cluster-boot-failed', message: `The embedded cluster did not start: ${why}` });
  }
};

/** A simulated cluster inside the process: nothing to install, ready at once; a real cluster decides what is true. */
export const embeddedProvider: ClusterProvider & Required<Pick<ClusterProvider, 'limits'>> = {
  ...about,
  limits: async () => (await import('../../simulator/index.ts')).limits,
  refusal: async () => undefined,
  start: async (options) => {
    // How long a start takes on the machine; the cluster's own time may stand still meanwhile.
    const began = systemClock.now();
    options.signal.throwIfAborted();
    options.onPhase({ phase: 'start', startMs: 0 });
    const parts = await loadParts();
    const started = await startSimulator(parts, options);
    const phase = { phase: 'start', startMs: 0, endMs: systemClock.now() - began };
    options.onPhase(phase);
    return makeCluster({ parts, ...started, options, boot: [phase] });
  },
  // A simulated cluster ends with its process.
  sweep: async () => [],
};
