/** Time as an argument. `now` is monotonic and in milliseconds; `date` is wall time and for display only. */
export interface Clock {
  now(): number;
  date(): Date;
  /** Resolves after `milliseconds`, or at once with the signal's reason as a rejection. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** What a timer of the platform can hold: 2^31 - 1 milliseconds, some 25 days. A longer one would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** Sleeps longer than a timer holds, as `sleep 2147483647` in a container does, become several sleeps. */
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

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: sleepInParts(startTimer),
};

/** The same clock, `pace` times as fast: what sleeps on it waits that much less, and its time goes that much further. */
export const quickened = (clock: Clock, pace: number): Clock => {
  const [start, startDate] = [clock.now(), clock.date().getTime()];
  const elapsed = (): number => (clock.now() - start) * pace;
  return {
    now: () => start + elapsed(),
    date: () => new Date(startDate + elapsed()),
    sleep: (milliseconds, signal) => clock.sleep(milliseconds / pace, signal),
  };
};

/** Resolves in the next turn of the event loop, so that a chain of work that never waits lets others in. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A signal that fires after `milliseconds` or with `parent`, whichever is first. */
export const deadlineSignal = (milliseconds: number, parent?: AbortSignal): AbortSignal => {
  const timeout = AbortSignal.timeout(Math.max(0, Math.ceil(milliseconds)));
  return parent ? AbortSignal.any([parent, timeout]) : timeout;
};

/** The work's own end, or a rejection with the signal's reason: a worker that ignores the signal holds nobody up. */
export const abortable = <Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

interface Sleeper {
  due: number;
  wake: () => void;
}

/** A clock that moves only by `advance`, for tests: minutes pass in no time and nothing races. */
export const manualClock = (start = 0): Clock & { advance(milliseconds: number): Promise<void> } => {
  let time = start;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => time,
    date: () => new Date(time),
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper: Sleeper = { due: time + milliseconds, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    async advance(milliseconds) {
      const target = time + milliseconds;
      for (;;) {
        await nextTurn();
        const next = [...sleepers].filter((each) => each.due <= target).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        time = next.due;
        sleepers.delete(next);
        next.wake();
      }
      time = target;
    },
  };
};
