import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { RunningContainer } from './containers.ts';
import type { Unstructured } from './metadata.ts';
import type { ExternalWorkload } from './sockets.ts';

/** The objects as they stand now, for the data plane, DNS and ingress. Implemented over the API's store. */
export interface ClusterState {
  readonly clock: Clock;
  readonly random: Random;
  readonly proxyMode: 'iptables' | 'nftables';
  readonly clusterDomain: string;
  /** CIDRs, such as 10.96.0.0/16 and 10.244.0.0/16. */
  readonly serviceCidr: string;
  readonly podCidr: string;
  /** Grows with every change of any object: a table that was made from objects is valid as long as it stands. */
  readonly revision: number;
  /** All objects of a kind (`Service`, `EndpointSlice`, …), in one namespace or in all. */
  list(kind: string, namespace?: string): readonly Unstructured[];
  get(kind: string, namespace: string | undefined, name: string): Unstructured | undefined;
  /** Tells of each object of a kind, in the order of its list, and then of each change as it happens. */
  follow(kind: string, tell: Follower): void;
  /** Running containers by pod UID. Filled by the kubelet, read by the data plane and by exec. */
  readonly containers: ReadonlyMap<string, readonly RunningContainer[]>;
  /** Hosts beside the cluster, by address. */
  readonly externalHosts: ReadonlyMap<string, ExternalWorkload>;
}

/** Told of an object as it is now and as it was before: undefined when it is gone, or was not there. */
export type Follower = (now: Unstructured | undefined, before: Unstructured | undefined) => void;
