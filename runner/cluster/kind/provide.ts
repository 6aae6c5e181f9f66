import type { Clock } from '../../core/clock.ts';
import type { Client } from '../client.ts';
import type { Cluster, ExternalHost, IngressAccess, Needs } from '../cluster.ts';
import { findKubectlFault } from '../kubectl.ts';
import { findUnmet } from '../needs.ts';
import { prefixOf } from '../node-names.ts';
import { startExternalHost } from './addons/external-hosts.ts';
import { startIngress } from './addons/ingress.ts';
import { runLoadBalancer } from './addons/load-balancer.ts';
import type { Engine } from './engine/engine.ts';
import { messageOf } from './engine/engine.ts';
import { readSubnet } from './nodes/network.ts';
import type { KindNode } from './nodes/node.ts';
import { makeShared } from './shared-work.ts';

export interface ProvideOptions {
  engine: Engine;
  client: Client;
  runId: string;
  nodes: readonly KindNode[];
  network: string;
  version: string;
  proxyMode: string;
  externalHostImage: string;
  labels: Record<string, string>;
  reap: boolean;
  clock: Clock;
  /** Fires when the cluster closes. */
  signal: AbortSignal;
}

export interface Provisions extends Pick<Cluster, 'provide'> {
  readonly ingress: IngressAccess | undefined;
  readonly externalHosts: readonly ExternalHost[];
}

/** Answers with the reason's sentence instead of rejecting: an unmet need is an answer. */
const sentenceOf = async (work: Promise<unknown>): Promise<string[]> => {
  try {
    await work;
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
};

/** Waits for shared work only as long as this caller wants; the work goes on for the others. */
const untilAborted = async (work: Promise<string[][]>, signal: AbortSignal | undefined): Promise<string[][]> => {
  if (!signal) return work;
  signal.throwIfAborted();
  const stop = Promise.withResolvers<never>();
  const onAbort = (): void => stop.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, stop.promise]).finally(() => signal.removeEventListener('abort', onAbort));
};

/** What a cluster makes on demand. */
export const makeProvisions = (options: ProvideOptions): Provisions => {
  const { engine, client, nodes, network, clock, signal } = options;
  const [node] = nodes;
  if (!node) throw new Error('A cluster has at least one node.');
  const shared = makeShared();
  const hosts = new Map<number, ExternalHost>();
  let ingress: IngressAccess | undefined;

  const provideIngress = async (): Promise<void> => {
    ingress = await startIngress({ engine, client, node, clock, signal });
  };
  const provideHost = async (index: number): Promise<void> => {
    const name = `${prefixOf(options.runId)}-external-${index}`;
    const { externalHostImage: image, labels, reap } = options;
    hosts.set(index, await startExternalHost({ engine, image, name, network, labels, reap, node, clock, signal }));
  };
  const provideLoadBalancer = async (): Promise<void> => {
    const subnet = await readSubnet(engine.docker, network);
    runLoadBalancer({ client, node, subnet, version: options.version, clock, signal }).catch(() => undefined);
  };
  const provideKubectl = async (): Promise<void> => {
    const fault = await findKubectlFault();
    if (fault !== undefined) throw new Error(fault);
  };

  return {
    get ingress() {
      return ingress;
    },
    get externalHosts() {
      return [...hosts].sort(([a], [b]) => a - b).map(([, host]) => host);
    },
    async provide(needs: Needs, caller?: AbortSignal) {
      const unmet = findUnmet(needs, { nodes: nodes.length, proxyMode: options.proxyMode, version: options.version });
      const work = [
        ...(needs.kubectl ? [shared('kubectl', provideKubectl)] : []),
        ...(needs.ingress ? [shared('ingress', provideIngress)] : []),
        ...(needs.loadBalancer ? [shared('load-balancer', provideLoadBalancer)] : []),
        ...Array.from({ length: needs.externalHosts ?? 0 }, (_, index) =>
          shared(`host-${index + 1}`, () => provideHost(index + 1)),
        ),
      ];
      const sentences = await untilAborted(Promise.all(work.map(sentenceOf)), caller);
      return [...unmet, ...new Set(sentences.flat())];
    },
  };
};
