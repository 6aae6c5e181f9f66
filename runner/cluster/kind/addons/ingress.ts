import { type Clock, deadlineSignal } from '../../../core/clock.ts';
import type { Client } from '../../client.ts';
import type { IngressAccess } from '../../cluster.ts';
import { createObjects } from '../boot/create-objects.ts';
import type { Engine } from '../engine/engine.ts';
import { loadImages } from '../images/node-images.ts';
import { execInContainer } from '../nodes/container-exec.ts';
import type { KindNode } from '../nodes/node.ts';
import {
  canaryHost,
  canaryObjects,
  canaryPath,
  httpPort,
  httpsPort,
  ingressClass,
  ingressNamespace,
  traefikImage,
  traefikObjects,
} from './manifests/traefik.ts';

const readyMs = 120_000;

export interface IngressOptions {
  engine: Engine;
  client: Client;
  /** The node that gets the ports 80 and 443. */
  node: KindNode;
  clock: Clock;
  signal: AbortSignal;
}

/** The last warnings about the controller's pod, which say why it is not running. */
const explainPods = async (client: Client): Promise<string> => {
  const { items } = await client.list({ apiVersion: 'v1', kind: 'Event', namespace: ingressNamespace });
  const messages = items.filter(({ type }) => type === 'Warning').map(({ message }) => String(message));
  return messages.length > 0 ? ` ${messages.slice(-3).join(' ')}` : '';
};

/** Starts the ingress controller; resolves when a test Ingress answers through it. */
export const startIngress = async ({
  engine,
  client,
  node,
  clock,
  signal: parent,
}: IngressOptions): Promise<IngressAccess> => {
  const signal = deadlineSignal(readyMs, parent);
  try {
    await loadImages(engine, [traefikImage], [node], signal);
    await createObjects(client, [...traefikObjects(node.name, node.address), ...canaryObjects()], clock, signal);
    const command = ['curl', '-s', '-m', '1', '-o', '/dev/null', '-w', '%{http_code}', '-H', `Host: ${canaryHost}`];
    for (;;) {
      const { stdout } = await execInContainer(node.container, {
        command: [...command, `http://${node.address}:${httpPort}${canaryPath}`],
        signal,
        limit: 4_096,
      });
      if (stdout === '200') break;
      await clock.sleep(100, signal);
    }
    for (const { apiVersion, kind, metadata } of canaryObjects())
      await client.delete({ apiVersion, kind, name: metadata.name, namespace: ingressNamespace }, { signal });
  } catch (error) {
    parent.throwIfAborted();
    if (!signal.aborted) throw error;
    const why = await explainPods(client).catch(() => '');
    throw new Error(`The ingress controller did not route a request within ${readyMs / 1_000} s.${why}`, {
      cause: error,
    });
  }
  return { address: node.address, httpPort, httpsPort, className: ingressClass };
};
