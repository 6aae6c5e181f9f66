/** Time, passed as an argument. `now` is monotonic and in milliseconds; `date` is wall time and for display only. */
export interface Clock {
  now(): number;
  date(): Date;
  /** Resolves after `milliseconds`. Rejects with the signal's reason as soon as the signal fires. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls `ring` after `milliseconds`, unless the returned function cancels it first. Keeps no process alive. */
  after(milliseconds: number, ring: () => void): () => void;
  /**
   * Announces work of the cluster itself that the event loop will finish, such as a module that loads. A simulated clock stands
   * still until the returned function is called. The machine's clock ignores it.
   */
  hold(): () => void;
  /**
   * Announces work outside the cluster, such as a process or a connection. Until the returned function is called a simulated
   * clock follows real time, because that work may wait for the cluster. The machine's clock ignores it.
   */
  outside(): () => void;
}

/** Runs work and announces it from its start to its end: `during(clock.outside, () => run('kubectl'))`. */
export const during = async <Value>(announce: () => () => void, work: () => Promise<Value>): Promise<Value> => {
  const end = announce();
  try {
    return await work();
  } finally {
    end();
  }
};

/** The longest timer of Node: 2^31 - 1 milliseconds, about 25 days. A longer one would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** Divides a sleep that is longer than a timer, such as `sleep 2147483647` in a container, into several. */
export const sleepInParts =
  (sleep: Clock['sleep']): Clock['sleep'] =>
  async (milliseconds, signal) => {
    let left = milliseconds;
    for (; left > longestTimer; left -= longestTimer) await sleep(longestTimer, signal);
    await sleep(left, signal);
  };

const startTimer: Clock['sleep'] = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });

const ringLater: Clock['after'] = (milliseconds, ring) => {
  let timer: NodeJS.Timeout;
  const start = (left: number): void => {
    // A timer drops fractions of a millisecond, and would ring too early.
    const part = Math.min(Math.ceil(left), longestTimer);
    timer = setTimeout(() => (left > part ? start(left - part) : ring()), part);
    timer.unref();
  };
  start(milliseconds);
  return () => clearTimeout(timer);
};

/** A sleep that is made from `after`. */
export const sleepBy =
  (after: Clock['after']): Clock['sleep'] =>
  (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = (): void => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = after(milliseconds, () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      });
      signal?.addEventListener('abort', stop, { once: true });
    });

/** Announces work to a clock that never stands still. */
const goOn = (): (() => void) => () => undefined;

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: sleepInParts(startTimer),
  after: ringLater,
  hold: goOn,
  outside: goOn,
};

/** Resolves in the next turn of the event loop. Work in a cluster calls `turnOf` instead. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Resolves in the next turn of the event loop, so that long work without a wait lets other work run. No time of the clock
 * passes.
 */
export const turnOf = (clock: Clock): Promise<void> => during(clock.hold, nextTurn);

/** A signal that fires after `milliseconds` of real time or with `parent`, whichever is first. */
export const deadlineSignal = (milliseconds: number, parent?: AbortSignal): AbortSignal => {
  const timeout = AbortSignal.timeout(Math.max(0, Math.ceil(milliseconds)));
  return parent ? AbortSignal.any([parent, timeout]) : timeout;
};

/** The reason of a signal whose work has ended. Nobody reads it, so all share one: each new error would cost its stack. */
export const ended = new Error('the work has ended');

/**
 * Runs `work` with a signal that fires after `milliseconds` of a clock or with `parent`, whichever is first. The signal also
 * fires when the work ends, so that no alarm and no listener is left.
 */
export const underDeadline = async <Value>(
  clock: Clock,
  milliseconds: number,
  parent: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> => {
  const over = new AbortController();
  const follow = (): void => over.abort(parent?.reason);
  const cancel = clock.after(milliseconds, () =>
    over.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
  );
  if (parent?.aborted) follow();
  else parent?.addEventListener('abort', follow, { once: true });
  try {
    return await work(over.signal);
  } finally {
    cancel();
    parent?.removeEventListener('abort', follow);
    over.abort(ended);
  }
};

/**
 * The value of `work` if it resolves within `milliseconds`, else undefined. Rejects as `work` does, or with the signal's
 * reason.
 */
export const within = <Value>(
  clock: Clock,
  milliseconds: number,
  work: Promise<Value>,
  signal?: AbortSignal,
): Promise<{ value: Value } | undefined> =>
  new Promise((resolve, reject) => {
    const settle = (): void => {
      cancel();
      signal?.removeEventListener('abort', stop);
    };
    const stop = (): void => {
      settle();
      reject(signal?.reason);
    };
    const late = (): void => {
      settle();
      resolve(undefined);
    };
    const cancel = Number.isFinite(milliseconds) ? clock.after(milliseconds, late) : () => undefined;
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
    work.then(
      (value) => {
        settle();
        resolve({ value });
      },
      (cause: unknown) => {
        settle();
        reject(cause);
      },
    );
  });

/** Settles as `work` does, or rejects with the signal's reason: work that ignores the signal holds nobody up. */
export const abortable = <Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

interface Alarm {
  due: number;
  ring: () => void;
}

/** A clock for tests that moves only by `advance`: minutes pass at once, and nothing races. */
export const manualClock = (start = 0): Clock & { advance(milliseconds: number): Promise<void> } => {
  let time = start;
  const alarms = new Set<Alarm>();
  const after: Clock['after'] = (milliseconds, ring) => {
    const alarm: Alarm = { due: time + milliseconds, ring };
    alarms.add(alarm);
    return () => alarms.delete(alarm);
  };
  return {
    now: () => time,
    date: () => new Date(time),
    sleep: sleepBy(after),
    after,
    hold: goOn,
    outside: goOn,
    async advance(milliseconds) {
      const target = time + milliseconds;
      for (;;) {
        await nextTurn();
        const next = [...alarms].filter((each) => each.due <= target).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        time = next.due;
        alarms.delete(next);
        next.ring();
      }
      time = target;
    },
  };
};
