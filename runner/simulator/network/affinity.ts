import type { Clock } from '../../core/clock.ts';
import type { Endpoint } from './endpoints.ts';

interface Pin {
  endpoint: string;
  until: number;
}

const nameOf = (endpoint: Endpoint): string => `${endpoint.ip}:${endpoint.port}`;

/** Expired pins are swept each time a table has doubled, so memory follows the clients that are alive. */
const smallest = 256;

/** The endpoint that a client is pinned to, by node and Service port (iptables' recent match, nftables' set with a timeout). */
export class AffinityTable {
  readonly #clock: Clock;
  readonly #pins = new Map<string, Pin>();
  #sweepAt = smallest;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The endpoint that a client's last connection went to, while the pin lasts and the endpoint is usable. */
  pinned(table: string, client: string, usable: readonly Endpoint[]): Endpoint | undefined {
    const pin = this.#pins.get(`${table} ${client}`);
    if (!pin || pin.until < this.#clock.now()) return undefined;
    return usable.find((each) => nameOf(each) === pin.endpoint);
  }

  /** Pins a client, or renews its pin: the timeout slides with each new connection. */
  pin(table: string, client: string, timeout: number, endpoint: Endpoint): void {
    this.#sweep();
    this.#pins.set(`${table} ${client}`, { endpoint: nameOf(endpoint), until: this.#clock.now() + timeout });
  }

  #sweep(): void {
    if (this.#pins.size < this.#sweepAt) return;
    for (const [key, pin] of this.#pins) if (pin.until < this.#clock.now()) this.#pins.delete(key);
    this.#sweepAt = Math.max(smallest, this.#pins.size * 2);
  }
}
