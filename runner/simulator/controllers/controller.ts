import { type Clock, nextTurn } from '../../core/clock.ts';
import type { Change, Store } from '../api/store.ts';

/** Brings what is towards what should be, one key (an object's namespace/name) at a time. */
export interface Controller {
  name: string;
  /** Keys that a change concerns. */
  concerns(change: Change): Iterable<string>;
  /** Milliseconds after which to look again, if any. */
  reconcile(key: string): number | undefined;
}

export interface Running {
  stop(): void;
  /** Told of a fault in a controller; the key is tried again later. */
  readonly faults: readonly string[];
}

/** After so many looks at one key without a pause, the next waits. */
const mostInARow = 100;
const pause = 1000;
/** After so many changes in a row others have their turn: a Deployment of ten thousand pods must not silence the API. */
const longestTurn = 500;
const mostFaults = 100;

export const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;
export const splitKey = (key: string): [namespace: string, name: string] => {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
};

/**
 * Runs controllers on the store's changes. Work is done in microtasks right after a change: it needs no time of the
 * clock, so that a virtual clock stands still while the cluster settles.
 */
export const runControllers = (store: Store, clock: Clock, controllers: readonly Controller[]): Running => {
  const queues = controllers.map((controller) => ({
    controller,
    keys: new Set<string>(),
    looks: new Map<string, number>(),
    pending: new Map<string, { due: number; cancel: () => void }>(),
  }));
  type Queue = (typeof queues)[number];
  const faults: string[] = [];
  let scheduled = false;
  /** Whose turn it is in a round. */
  let place = 0;
  let stopped = false;

  /** One pending look a key: the earliest asked for. */
  const later = (queue: Queue, key: string, milliseconds: number): void => {
    const due = clock.now() + milliseconds;
    const pending = queue.pending.get(key);
    if (pending && pending.due <= due) return;
    pending?.cancel();
    const cancel = clock.after(milliseconds, () => {
      queue.pending.delete(key);
      queue.keys.add(key);
      schedule();
    });
    queue.pending.set(key, { due, cancel });
  };

  /** What an earlier look asked for, this one knows better: the object may be gone. */
  const forget = (queue: Queue, key: string): void => {
    queue.pending.get(key)?.cancel();
    queue.pending.delete(key);
  };

  const look = (queue: Queue, key: string): void => {
    const count = (queue.looks.get(key) ?? 0) + 1;
    queue.looks.set(key, count);
    if (count > mostInARow) {
      queue.looks.delete(key);
      later(queue, key, pause);
      return;
    }
    try {
      const again = queue.controller.reconcile(key);
      if (again === undefined) forget(queue, key);
      else later(queue, key, again);
    } catch (fault) {
      if (faults.length < mostFaults)
        faults.push(
          `${queue.controller.name} ${key}: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`,
        );
      later(queue, key, pause);
    }
  };

  /** Looks at all keys that wait now, queue after queue; stops when it is late, and goes on there the next time. */
  const round = (isLate: () => boolean): void => {
    for (let turns = 0; turns < queues.length; turns += 1) {
      const queue = queues[place % queues.length];
      for (const key of queue ? [...queue.keys] : []) {
        if (!queue || stopped || isLate()) return;
        queue.keys.delete(key);
        look(queue, key);
      }
      place += 1;
    }
    place = 0;
  };

  const isBusy = (): boolean => !stopped && queues.some(({ keys }) => keys.size > 0);

  const drain = (): void => {
    const end = store.version + longestTurn;
    const isLate = (): boolean => store.version >= end;
    while (isBusy() && !isLate()) round(isLate);
    if (isBusy()) {
      void nextTurn().then(drain);
      return;
    }
    for (const { looks } of queues) looks.clear();
    scheduled = false;
  };

  const schedule = (): void => {
    if (scheduled || stopped) return;
    scheduled = true;
    queueMicrotask(drain);
  };

  const unsubscribe = store.subscribe((change) => {
    for (const queue of queues) {
      for (const key of queue.controller.concerns(change)) queue.keys.add(key);
      if (queue.keys.size > 0) schedule();
    }
  });
  return {
    faults,
    stop: () => {
      stopped = true;
      for (const { pending } of queues) for (const { cancel } of pending.values()) cancel();
      unsubscribe();
    },
  };
};
