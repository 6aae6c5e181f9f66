import { createHook } from 'node:async_hooks';
import { type Clock, sleepBy } from '../../runner/core/clock.ts';
import { announcing } from './announcing-clock.ts';

/** Work that the event loop finishes: requests of files, names and threads, processes, connections, turns and timers. */
const work = /REQ|^(PROCESSWRAP|TCPWRAP|WORKER|Immediate|Timeout)$/;
/** Handles that stay until they are closed; all other work ends with its callback. */
const stays = new Set(['TCPWRAP', 'WORKER']);
/** Turns and timers of the test runner, and those of a simulated clock itself. */
const permitted =
  /node:timers:\S+\n\s+at [^\n]*node_modules\/mocha\/|core\/clock\.ts:\S+\n\s+at [^\n]*core\/leaping-clock\.ts/;

interface Entry {
  type: string;
  resource: object;
  stack: string;
}

/** Computations of `node:crypto` that are over when they return; Node reports only their start. */
const overAtOnce = /at (?:\w+\.)?(?:\w+Sync|signOneShot|verifyOneShot)(?: \[as \w+\])? \(node:internal\/crypto/;

/** False for a timer that keeps no process alive, and for a closed socket. */
const isAwaited = ({ type, resource }: Entry): boolean => {
  if (type === 'TCPWRAP') return 'fd' in resource && Number(resource.fd) >= 0;
  return !('hasRef' in resource && typeof resource.hasRef === 'function') || resource.hasRef() === true;
};

/** Mocha asks for all frames of a stack, which is slow; the first ones name the place. */
const stackOfBegin = (): string => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 12;
  const { stack = '' } = new Error('begun');
  Error.stackTraceLimit = limit;
  return stack;
};

/** The work of the event loop, by Node's own hooks, that began after `watchEventLoop` and has not ended. */
export interface EventLoop {
  /** One text for each: its type, and the stack of its start. */
  pending(): string[];
  close(): void;
}

export const watchEventLoop = (): EventLoop => {
  const entries = new Map<number, Entry>();
  const hook = createHook({
    // Promises settle before any clock moves, and there are very many. The types of Node do not know the option yet.
    ...{ trackPromises: false },
    init: (id, type, _trigger, resource) => {
      if (!work.test(type)) return;
      const stack = stackOfBegin();
      if (!permitted.test(stack) && !overAtOnce.test(stack)) entries.set(id, { type, resource, stack });
    },
    before: (id) => {
      const entry = entries.get(id);
      if (entry && !stays.has(entry.type)) entries.delete(id);
    },
    destroy: (id) => void entries.delete(id),
  });
  hook.enable();
  return {
    pending: () => [...entries.values()].filter(isAwaited).map(({ type, stack }) => `${type} ${stack}`),
    close: () => void hook.disable(),
  };
};

/** One place without an announcement causes hundreds of leaps. */
const mostTold = 5;

/** A simulated clock, and all work that it leapt over because it was not announced. */
export interface GuardedClock {
  clock: Clock;
  leaps(): string[];
}

/**
 * A simulated clock does not see work that does not announce itself: it would leap to a limit while a process runs. Here an
 * alarm that rings while no work outside is announced is a leap, and the event loop must have no work at that moment.
 */
export const guardClock = (guarded: Clock, { pending }: Pick<EventLoop, 'pending'>): GuardedClock => {
  const leaps = new Set<string>();
  const counted = announcing(guarded);
  const after: Clock['after'] = (milliseconds, ring) =>
    guarded.after(milliseconds, () => {
      if (counted.outside === 0) for (const each of pending()) leaps.add(each);
      ring();
    });
  return { clock: { ...counted.clock, after, sleep: sleepBy(after) }, leaps: () => [...leaps].slice(0, mostTold) };
};
