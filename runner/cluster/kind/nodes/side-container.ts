import type Dockerode from 'dockerode';
import type { WaitStrategy } from 'testcontainers';
import type { Engine } from '../engine/engine.ts';

export interface SideContainerOptions {
  image: string;
  name: string;
  network: string;
  labels: Record<string, string>;
  /** True: testcontainers' reaper removes it when this process is gone. */
  reap: boolean;
  /** Default: the image's own. */
  entrypoint?: readonly string[];
}

export interface SideContainer {
  container: Dockerode.Container;
  name: string;
  address: string;
}

/** The caller decides when the container is ready: the default wait would start processes in it. */
const noWait: WaitStrategy = {
  waitUntilReady: async () => undefined,
  withStartupTimeout: () => noWait,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
};

/** Starts a container on the network of the nodes. */
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
