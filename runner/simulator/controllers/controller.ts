import { type Clock, turnOf } from '../../core/clock.ts';
import type { Change, Store } from '../api/store.ts';

/** Brings an object's actual state towards its desired state, one key (namespace/name) at a time. */
export interface Controller {
  name: string;
  /** The keys of the objects that a change concerns. */
  concerns(change: Change): Iterable<string>;
  /** Milliseconds after which to reconcile again, if any. */
  reconcile(key: string): number | undefined;
}

/** A key that is reconciled more often than this without a pause has to wait. */
const maxInARow = 100;
const pause = 1000;
/** Changes in a row until others have their turn: a Deployment of ten thousand pods must not silence the API. */
const maxTurn = 500;
const maxFaults = 100;

export const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;
export const splitKey = (key: string): [namespace: string, name: string] => {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
};

const faultText = (fault: unknown): string => (fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));

/** The keys that one controller has to reconcile. */
class Queue {
  readonly controller: Controller;
  readonly keys = new Set<string>();
  /** How often each key was reconciled since the queue was last empty. */
  readonly counts = new Map<string, number>();
  readonly #clock: Clock;
  readonly #onDue: () => void;
  readonly #pending = new Map<string, { due: number; cancel: () => void }>();

  constructor(controller: Controller, clock: Clock, onDue: () => void) {
    this.controller = controller;
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Adds a key after a time. A key waits once: for the earliest time that was asked for. */
  addAfter(key: string, milliseconds: number): void {
    const due = this.#clock.now() + milliseconds;
    const pending = this.#pending.get(key);
    if (pending && pending.due <= due) return;
    pending?.cancel();
    const cancel = this.#clock.after(milliseconds, () => {
      this.#pending.delete(key);
      this.keys.add(key);
      this.#onDue();
    });
    this.#pending.set(key, { due, cancel });
  }

  /** Reconciles a key. Returns the text of a fault, after which the key is tried again. */
  reconcile(key: string): string | undefined {
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    if (count > maxInARow) {
      this.counts.delete(key);
      this.addAfter(key, pause);
      return undefined;
    }
    try {
      const again = this.controller.reconcile(key);
      if (again === undefined) this.#forget(key);
      else this.addAfter(key, again);
      return undefined;
    } catch (fault) {
      this.addAfter(key, pause);
      return `${this.controller.name} ${key}: ${faultText(fault)}`;
    }
  }

  stop(): void {
    for (const { cancel } of this.#pending.values()) cancel();
  }

  /** A later reconciliation that was asked for before is no longer needed: the object may be gone. */
  #forget(key: string): void {
    this.#pending.get(key)?.cancel();
    this.#pending.delete(key);
  }
}

/**
 * Runs controllers on the store's changes. Work is done in microtasks right after a change: it needs no time of the
 * clock, so that a virtual clock stands still while the cluster settles.
 */
export class ControllerManager {
  /** The first faults in controllers. */
  readonly faults: string[] = [];
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #queues: readonly Queue[];
  readonly #unsubscribe: () => void;
  #isScheduled = false;
  /** The queue whose turn it is in a round. */
  #turn = 0;
  #isStopped = false;

  constructor(store: Store, clock: Clock, controllers: readonly Controller[]) {
    this.#store = store;
    this.#clock = clock;
    this.#queues = controllers.map((controller) => new Queue(controller, clock, () => this.#schedule()));
    this.#unsubscribe = store.subscribe((change) => {
      for (const queue of this.#queues) {
        for (const key of queue.controller.concerns(change)) queue.keys.add(key);
        if (queue.keys.size > 0) this.#schedule();
      }
    });
  }

  stop(): void {
    this.#isStopped = true;
    for (const queue of this.#queues) queue.stop();
    this.#unsubscribe();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isStopped) return;
    this.#isScheduled = true;
    queueMicrotask(() => this.#drain());
  }

  #isBusy(): boolean {
    return !this.#isStopped && this.#queues.some(({ keys }) => keys.size > 0);
  }

  #drain(): void {
    const end = this.#store.version + maxTurn;
    const isLate = (): boolean => this.#store.version >= end;
    while (this.#isBusy() && !isLate()) this.#round(isLate);
    if (this.#isBusy()) {
      void turnOf(this.#clock).then(() => this.#drain());
      return;
    }
    for (const { counts } of this.#queues) counts.clear();
    this.#isScheduled = false;
  }

  /** Reconciles all keys that wait now, queue after queue; stops when it is late, and goes on there the next time. */
  #round(isLate: () => boolean): void {
    for (let turns = 0; turns < this.#queues.length; turns += 1) {
      const queue = this.#queues[this.#turn % this.#queues.length];
      for (const key of queue ? [...queue.keys] : []) {
        if (!queue || this.#isStopped || isLate()) return;
        queue.keys.delete(key);
        const fault = queue.reconcile(key);
        if (fault !== undefined && this.faults.length < maxFaults) this.faults.push(fault);
      }
      this.#turn += 1;
    }
    this.#turn = 0;
  }
}
