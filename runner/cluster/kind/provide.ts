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
import { SharedWork } from './shared-work.ts';

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

/** Resolves to the sentence of the error instead of rejecting: an unmet need is an answer. */
const sentenceOf = async (work: Promise<unknown>): Promise<string[]> => {
  try {
    await work;
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
};

/** Waits for shared work until this caller's signal fires; the work goes on for other callers. */
const untilAborted = async (work: Promise<string[][]>, signal: AbortSignal | undefined): Promise<string[][]> => {
  if (!signal) return work;
  signal.throwIfAborted();
  const stop = Promise.withResolvers<never>();
  const onAbort = (): void => stop.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, stop.promise]).finally(() => signal.removeEventListener('abort', onAbort));
};

/** The parts of a cluster that are made on demand, each once. */
class ProvidedParts implements Provisions {
  readonly #options: ProvideOptions;
  /** The node that serves the ingress controller and the addresses of load balancers. */
  readonly #node: KindNode;
  readonly #shared = new SharedWork();
  readonly #hosts = new Map<number, ExternalHost>();
  #ingress: IngressAccess | undefined;

  constructor(options: ProvideOptions, node: KindNode) {
    this.#options = options;
    this.#node = node;
  }

  get ingress(): IngressAccess | undefined {
    return this.#ingress;
  }

  get externalHosts(): readonly ExternalHost[] {
    return [...this.#hosts].sort(([a], [b]) => a - b).map(([, host]) => host);
  }

  async provide(needs: Needs, caller?: AbortSignal): Promise<string[]> {
    const { nodes, proxyMode, version } = this.#options;
    const unmet = findUnmet(needs, { nodes: nodes.length, proxyMode, version });
    const work = [
      ...(needs.kubectl ? [this.#shared.run('kubectl', checkKubectl)] : []),
      ...(needs.ingress ? [this.#shared.run('ingress', () => this.#provideIngress())] : []),
      ...(needs.loadBalancer ? [this.#shared.run('load-balancer', () => this.#provideLoadBalancer())] : []),
      ...Array.from({ length: needs.externalHosts ?? 0 }, (_, index) =>
        this.#shared.run(`host-${index + 1}`, () => this.#provideHost(index + 1)),
      ),
    ];
    const sentences = await untilAborted(Promise.all(work.map(sentenceOf)), caller);
    return [...unmet, ...new Set(sentences.flat())];
  }

  async #provideIngress(): Promise<void> {
    const { engine, client, clock, signal } = this.#options;
    this.#ingress = await startIngress({ engine, client, node: this.#node, clock, signal });
  }

  async #provideHost(index: number): Promise<void> {
    const { runId, externalHostImage: image, ...options } = this.#options;
    const name = `${prefixOf(runId)}-external-${index}`;
    this.#hosts.set(index, await startExternalHost({ ...options, image, name, node: this.#node }));
  }

  async #provideLoadBalancer(): Promise<void> {
    const { engine, network, client, version, clock, signal } = this.#options;
    const subnet = await readSubnet(engine.docker, network);
    runLoadBalancer({ client, node: this.#node, subnet, version, clock, signal }).catch(() => undefined);
  }
}

const checkKubectl = async (): Promise<void> => {
  const fault = await findKubectlFault();
  if (fault !== undefined) throw new Error(fault);
};

export const makeProvisions = (options: ProvideOptions): Provisions => {
  const [node] = options.nodes;
  if (!node) throw new Error('A cluster has at least one node.');
  return new ProvidedParts(options, node);
};
