import type Dockerode from 'dockerode';
import type { Clock } from '../../../core/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { labels } from '../engine/labels.ts';
import type { KindNode } from '../nodes/node.ts';
import { startNodeContainer } from '../nodes/node-container.ts';
import { phaseLimits } from './phases.ts';
import { systemdWaitStrategy } from './systemd-wait.ts';

export interface RunningNode extends KindNode {
  details: Dockerode.ContainerInspectInfo;
}

/** A node container that starts: `running` resolves when the container runs, `up` when systemd has started in it. */
export interface StartingNode {
  running: Promise<RunningNode>;
  up: Promise<void>;
}

export interface StartNodesOptions {
  engine: Engine;
  image: string;
  /** The names of the nodes, the control plane first. */
  names: readonly string[];
  network: string;
  labels: Record<string, string>;
  reap: boolean;
  clock: Clock;
  signal: AbortSignal;
}

const startNode = (options: StartNodesOptions, name: string, controlPlane: boolean): StartingNode => {
  const { engine, image, network, reap, clock, signal } = options;
  const running = Promise.withResolvers<RunningNode>();
  const up = startNodeContainer(engine, {
    image,
    name,
    network,
    labels: { ...options.labels, [labels.role]: controlPlane ? 'control-plane' : 'worker' },
    publishApi: controlPlane,
    reap,
    waitStrategy: systemdWaitStrategy(clock, signal, phaseLimits.systemd),
    async onStarting(container, details) {
      const address = details.NetworkSettings.Networks[network]?.IPAddress ?? '';
      running.resolve({ name, address, controlPlane, container, details });
    },
  });
  up.catch((error: unknown) => running.reject(error));
  running.promise.catch(() => undefined);
  return { running: running.promise, up };
};

/** Starts all node containers at once. */
export const startNodes = (options: StartNodesOptions): StartingNode[] =>
  options.names.map((name, index) => startNode(options, name, index === 0));
