import type Dockerode from 'dockerode';
import type { WaitStrategy } from 'testcontainers';
import type { Engine } from '../engine/engine.ts';

export interface SideContainerOptions {
  image: string;
  name: string;
  network: string;
  labels: Record<string, string>;
  /** Removed by testcontainers' reaper when this process is gone. */
  reap: boolean;
  /** Replaces the image's own; default: what the image says. */
  entrypoint?: readonly string[];
}

export interface SideContainer {
  container: Dockerode.Container;
  name: string;
  address: string;
}

/** Ready is for the caller to say: the default wait would start processes in the container. */
const noWait: WaitStrategy = {
  waitUntilReady: async () => undefined,
  withStartupTimeout: () => noWait,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
};

/** Starts a container beside the nodes, on their network. */
export const startSideContainer = async (engine: Engine, options: SideContainerOptions): Promise<SideContainer> => {
  const { GenericContainer } = await import('testcontainers');
  const container = new GenericContainer(options.image)
    .withName(options.name)
    .withHostname(options.name)
    .withNetworkMode(options.network)
    .withLabels(options.labels)
    .withAutoCleanup(options.reap)
    .withWaitStrategy(noWait);
  if (options.entrypoint) container.withEntrypoint([...options.entrypoint]);
  const started = await container.start();
  return {
    container: engine.docker.getContainer(started.getId()),
    name: options.name,
    address: started.getIpAddress(options.network),
  };
};
