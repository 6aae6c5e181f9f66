import { createHook } from 'node:async_hooks';
import { type Clock, sleepBy } from '../../runner/core/clock.ts';
import { announcing } from './announcing-clock.ts';

/** Work of the event loop: requests to files, resolvers and threads, processes, connections, turns and timers. */
const work = /REQ|^(PROCESSWRAP|TCPWRAP|WORKER|Immediate|Timeout)$/;
/** Handles that exist until they are closed. All other work ends with its callback. */
const stays = new Set(['TCPWRAP', 'WORKER']);
/** Turns and timers of the test runner and of the simulated clock itself. */
const permitted =
  /node:timers:\S+\n\s+at [^\n]*node_modules\/mocha\/|core\/clock\.ts:\S+\n\s+at [^\n]*core\/leaping-clock\.ts/;

interface Entry {
  type: string;
  resource: object;
  stack: string;
}

/** Computations of `node:crypto` that end before they return. Node reports only their start. */
const overAtOnce = /at (?:\w+\.)?(?:\w+Sync|signOneShot|verifyOneShot)(?: \[as \w+\])? \(node:internal\/crypto/;

/** Whether it is open and keeps the process alive. */
const isAwaited = ({ type, resource }: Entry): boolean => {
  if (type === 'TCPWRAP') return 'fd' in resource && Number(resource.fd) >= 0;
  return !('hasRef' in resource && typeof resource.hasRef === 'function') || resource.hasRef() === true;
};

/** Mocha asks for all frames of a stack, which is slow. The first frames name the place. */
const stackOfBegin = (): string => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 12;
  const { stack = '' } = new Error('begun');
  Error.stackTraceLimit = limit;
  return stack;
};

/** The work of the event loop that began after `watchEventLoop` and has not ended, as Node reports it. */
export interface EventLoop {
  /** One string for each work: its type, and the stack where it began. */
  pending(): string[];
  close(): void;
}

export const watchEventLoop = (): EventLoop => {
  const entries = new Map<number, Entry>();
  const hook = createHook({
    // Promises are many, and all settle before any clock moves. Node's types do not have the option yet.
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

/** One place that forgets to announce its work makes hundreds of leaps. */
const maxReported = 5;

/** A simulated clock, and the unannounced work that was going on when it leapt ahead. */
export interface GuardedClock {
  clock: Clock;
  leaps(): string[];
}

/**
 * A simulated clock does not know of unannounced work: it would leap to a time limit while a process runs. Here, an
 * alarm that rings while no work outside is announced is a leap, and the event loop must have no work then.
 */
export const guardClock = (guarded: Clock, { pending }: Pick<EventLoop, 'pending'>): GuardedClock => {
  const leaps = new Set<string>();
  const counted = announcing(guarded);
  const after: Clock['after'] = (milliseconds, ring) =>
    guarded.after(milliseconds, () => {
      if (counted.outside === 0) for (const each of pending()) leaps.add(each);
      ring();
    });
  return { clock: { ...counted.clock, after, sleep: sleepBy(after) }, leaps: () => [...leaps].slice(0, maxReported) };
};
