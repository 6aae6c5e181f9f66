import { ipv4Number, ipv4Text, type Range } from '../../../core/address.ts';

interface Lease {
  first: number;
  /** The place in the range that was given last. */
  last: number;
  used: Set<number>;
}

/** The network's own address, the gateway's, one pod's and the broadcast address. */
const minRange = 4;

/** Whether a range has an address for a pod. */
export const hasRoom = ({ size }: Range): boolean => size >= minRange;

/** The pod addresses of each node, given one after the other as the host-local CNI plugin gives them. */
export class Leases {
  readonly #nodes = new Map<string, Lease>();

  /** The next free address of a node's range; undefined when all are taken. */
  take(node: string, { first, size }: Range): string | undefined {
    const lease = this.#nodes.get(node) ?? { first, last: 1, used: new Set<number>() };
    this.#nodes.set(node, lease);
    for (let step = 1; step < size; step += 1) {
      // The first address is the gateway's, the last one broadcast.
      const place = 2 + ((lease.last - 2 + step) % (size - 3));
      if (lease.used.has(place)) continue;
      lease.used.add(place);
      lease.last = place;
      return ipv4Text(first + place);
    }
    return undefined;
  }

  release(node: string, ip: string): void {
    const lease = this.#nodes.get(node);
    const number = ipv4Number(ip);
    if (lease && number !== undefined) lease.used.delete(number - lease.first);
  }
}
