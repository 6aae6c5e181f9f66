import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import { podCidr, serviceCidr } from './address-plan.ts';
import type { Store } from './api/store.ts';
import type { ClusterState, Follower } from './objects/cluster-state.ts';
import type { RunningContainer } from './objects/containers.ts';
import type { Unstructured } from './objects/metadata.ts';
import type { ExternalWorkload } from './objects/sockets.ts';

export interface StateOptions {
  store: Store;
  clock: Clock;
  random: Random;
  proxyMode: ClusterState['proxyMode'];
}

/** The cluster's state as the data plane, DNS and ingress read it: the API's store, and the running containers. */
export class StoreState implements ClusterState {
  readonly clock: Clock;
  readonly random: Random;
  readonly proxyMode: ClusterState['proxyMode'];
  readonly clusterDomain = 'cluster.local';
  readonly serviceCidr = serviceCidr;
  readonly podCidr = podCidr;
  readonly containers = new Map<string, readonly RunningContainer[]>();
  readonly externalHosts = new Map<string, ExternalWorkload>();
  readonly #store: Store;

  constructor({ store, clock, random, proxyMode }: StateOptions) {
    this.#store = store;
    this.clock = clock;
    this.random = random;
    this.proxyMode = proxyMode;
  }

  get revision(): number {
    return this.#store.version;
  }

  list(kind: string, namespace?: string): readonly Unstructured[] {
    return this.#store.list(kind, namespace);
  }

  get(kind: string, namespace: string | undefined, name: string): Unstructured | undefined {
    return this.#store.get(kind, namespace, name);
  }

  follow(kind: string, tell: Follower): void {
    for (const object of this.#store.list(kind)) tell(object, undefined);
    this.#store.subscribe((change) => {
      if (change.kind === kind) tell(change.type === 'DELETED' ? undefined : change.object, change.previous);
    });
  }

  /** Puts a machine beside the cluster. */
  addExternalHost(host: ExternalWorkload): void {
    this.externalHosts.set(host.ip, host);
    // Tables that were made from the hosts as they were are no longer valid.
    this.#store.touch();
  }
}
