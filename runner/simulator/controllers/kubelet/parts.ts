import type { Network, SimulatedImage, StoredObject, World } from '../../world.ts';
import type { Context } from '../context.ts';

/** What the kubelets of all nodes work with. */
export interface KubeletParts {
  context: Context;
  world: World;
  network: Network;
  images: readonly SimulatedImage[];
  /** /etc/resolv.conf of a pod, by its dnsPolicy. */
  resolvConf(pod: StoredObject): string;
}
