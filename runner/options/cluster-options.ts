import type { StartOptions } from '../cluster/cluster.ts';
import { defaultProvider, providers } from '../cluster/index.ts';
import type { Io } from '../core/io.ts';
import { leapingClock } from '../core/leaping-clock.ts';
import type { DescribedImage } from '../core/simulated-image.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { OptionTable, OptionValues } from './command.ts';
import type { Config } from './config.ts';
import { imagesOf } from './images.ts';

/** Options of every command that starts a cluster. */
export const clusterOptions = {
  cluster: {
    type: 'string',
    value: 'PROVIDER',
    summary: `how to get a cluster (default: ${defaultProvider.name})`,
    list: { title: 'Clusters', load: async () => providers },
  },
  workers: {
    type: 'number',
    value: 'N',
    summary: 'worker nodes besides the control plane (default: as the scenarios need; for `up`: 0)',
  },
  proxyMode: {
    type: 'string',
    value: 'MODE',
    summary: 'the mode of kube-proxy (default: iptables)',
    choices: ['iptables', 'nftables'],
  },
  nodeImage: {
    type: 'string',
    value: 'IMAGE',
    summary: 'node image of the kind provider (also: PLUMBLINE_NODE_IMAGE)',
  },
  probeImage: {
    type: 'string',
    value: 'IMAGE',
    summary: "image of Plumbline's own pods (also: PLUMBLINE_PROBE_IMAGE)",
  },
} as const satisfies OptionTable;

/** The settings of the cluster in options, environment and `plumbline.yaml`. */
export interface ClusterSettings {
  provider: string;
  /** Default: as many as the scenarios need. */
  workers?: number;
  proxyMode: 'iptables' | 'nftables';
  nodeImage?: string;
  probeImage?: string;
  externalHostImage?: string;
  simulatedImages?: readonly DescribedImage[];
}

/** An option overrides the environment, which overrides `plumbline.yaml`, which overrides the default. */
export const clusterSettingsOf = (
  given: OptionValues<typeof clusterOptions>,
  config: Config,
  { env }: Pick<Io, 'env'>,
): ClusterSettings => {
  const nodeImage = given.nodeImage ?? env['PLUMBLINE_NODE_IMAGE'] ?? config.nodeImage;
  const workers = given.workers ?? config.workers;
  const probeImage = given.probeImage ?? env['PLUMBLINE_PROBE_IMAGE'] ?? config.probeImage;
  return {
    provider: given.cluster ?? config.cluster ?? defaultProvider.name,
    proxyMode: (given.proxyMode ?? config.proxyMode) === 'nftables' ? 'nftables' : 'iptables',
    ...(workers !== undefined && { workers }),
    ...(nodeImage && { nodeImage }),
    ...(probeImage && { probeImage }),
    ...(config.hostImage && { externalHostImage: config.hostImage }),
    ...(config.simulatedImages && { simulatedImages: config.simulatedImages }),
  };
};

/** The time of a simulated cluster: nobody waits for pings to be lost. */
export const simulatedClock = leapingClock;

type StartSettings = Pick<
  StartOptions,
  'workers' | 'proxyMode' | 'image' | 'probeImage' | 'externalHostImage' | 'images' | 'simulatedImages'
>;

/** The number of workers with which no step is skipped for lack of nodes; the control plane counts as a node. */
const workersFor = (scenarios: readonly Scenario[]): number =>
  Math.max(0, ...scenarios.flatMap((each) => [each, ...each.steps]).map(({ needs }) => (needs.nodes ?? 1) - 1));

/** The settings as options of a provider, with the images of the scenarios. */
export const startSettingsOf = (
  { workers, proxyMode, nodeImage, probeImage, externalHostImage, simulatedImages = [] }: ClusterSettings,
  scenarios: readonly Scenario[] = [],
): StartSettings => ({
  workers: workers ?? workersFor(scenarios),
  proxyMode,
  ...(nodeImage && { image: nodeImage }),
  ...(probeImage && { probeImage }),
  ...(externalHostImage && { externalHostImage }),
  images: imagesOf(scenarios),
  simulatedImages: [...simulatedImages, ...scenarios.flatMap((each) => each.simulatedImages)],
});
