import { type Clock, deadlineSignal } from '../../../core/clock.ts';
import type { ExternalHost } from '../../cluster.ts';
import type { Engine } from '../engine/engine.ts';
import { labels } from '../engine/labels.ts';
import { pullImage } from '../images/engine-images.ts';
import { execInContainer } from '../nodes/container-exec.ts';
import type { KindNode } from '../nodes/node.ts';
import { startSideContainer } from '../nodes/side-container.ts';

const port = 8080;
const answerMs = 60_000;

export interface ExternalHostOptions {
  engine: Engine;
  image: string;
  /** The name of the container and its host name, which it puts into its answers. */
  name: string;
  network: string;
  labels: Record<string, string>;
  reap: boolean;
  /** The node for which it must answer. */
  node: KindNode;
  clock: Clock;
  signal: AbortSignal;
}

/** Starts an external host and resolves when a node gets the answer `You've hit <name>` from it. */
export const startExternalHost = async (options: ExternalHostOptions): Promise<ExternalHost> => {
  const { engine, image, name, network, node, clock } = options;
  await pullImage(engine, image);
  options.signal.throwIfAborted();
  const { address, container } = await startSideContainer(engine, {
    image,
    name,
    network,
    labels: { ...options.labels, [labels.role]: 'external-host' },
    reap: options.reap,
  });
  const signal = deadlineSignal(answerMs, options.signal);
  try {
    for (;;) {
      const { stdout } = await execInContainer(node.container, {
        command: ['curl', '-s', '-m', '1', `http://${address}:${port}/`],
        signal,
        limit: 4_096,
      });
      if (stdout.includes(name)) return { name, ip: address, port };
      await clock.sleep(100, signal);
    }
  } catch (error) {
    await container.remove({ force: true, v: true }).catch(() => undefined);
    if (options.signal.aborted) throw error;
    throw new Error(`The image ${image} does not answer "You've hit ${name}" on port ${port}.`, { cause: error });
  }
};
