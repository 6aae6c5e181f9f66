import type { Clock } from '../../core/clock.ts';
import type { Endpoint } from './endpoints.ts';

/** Which endpoint a client is pinned to, for each node and Service port (iptables' recent match, nftables' set with a timeout). */
export interface AffinityTable {
  /** The endpoint that a client's last connection went to, while the pin lasts and the endpoint is usable. */
  pinned(table: string, client: string, usable: readonly Endpoint[]): Endpoint | undefined;
  /** Pins, or keeps pinned from now on: the timeout slides with each new connection. */
  pin(table: string, client: string, timeout: number, endpoint: Endpoint): void;
}

interface Pin {
  endpoint: string;
  until: number;
}

const nameOf = (endpoint: Endpoint): string => `${endpoint.ip}:${endpoint.port}`;

/** Expired pins are swept each time a table has doubled, so memory follows the clients that are alive. */
const smallest = 256;

export const affinityTable = (clock: Clock): AffinityTable => {
  const pins = new Map<string, Pin>();
  let sweepAt = smallest;
  const sweep = (): void => {
    if (pins.size < sweepAt) return;
    for (const [key, pin] of pins) if (pin.until < clock.now()) pins.delete(key);
    sweepAt = Math.max(smallest, pins.size * 2);
  };
  return {
    pinned(table, client, usable) {
      const pin = pins.get(`${table} ${client}`);
      if (!pin || pin.until < clock.now()) return undefined;
      return usable.find((each) => nameOf(each) === pin.endpoint);
    },
    pin(table, client, timeout, endpoint) {
      sweep();
      pins.set(`${table} ${client}`, { endpoint: nameOf(endpoint), until: clock.now() + timeout });
    },
  };
};
