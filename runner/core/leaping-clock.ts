import { type Clock, nextTurn, sleepBy } from './clock.ts';
import { Heap } from './heap.ts';

export interface LeapOptions {
  /** The clock on the wall. */
  clock: Clock;
  /**
   * What the event loop has in hand, one word each: files that are being read, processes, connections, timers, turns that
   * were asked for (`process.getActiveResourcesInfo`).
   */
  pending(): readonly string[];
  /** How many times faster than on the wall time passes while something outside is awaited, for its first two seconds. */
  pace: number;
}

interface Alarm {
  due: number;
  /** Alarms of one moment ring in the order in which they were set. */
  order: number;
  ring: (() => void) | undefined;
}

/** Milliseconds on the wall between two looks whether what is outside has come. */
const glance = 1;
/**
 * Milliseconds on the wall for which time hurries while something outside is awaited. What takes longer is slow itself, or
 * the machine is busy: then limits must not run out before their time.
 */
const haste = 2_000;
/** So many alarms that were called off may stay, however few the others are: to look for fewer does not pay. */
const mostCancelled = 1_000;
const turnAsked = 'Immediate';
/** Open streams that nothing else goes with after so long are standard ones, opened late. */
const streams = new Set(['PipeWrap', 'TTYWrap']);

/**
 * Times are multiples of this part of a millisecond, whose sums and differences are exact: who sleeps for what is left of a
 * time finds nothing left. Otherwise the last bit of a fraction could stay for ever, and no sleep would move the clock.
 */
const grain = 1 / 1024;
const roundUp = (milliseconds: number): number => Math.ceil(milliseconds / grain) * grain;

const countsOf = (words: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

/** Turns of the event loop that clocks of this kind have asked for: no clock is held by another one that only waits. */
let idleTurns = 0;

const nextIdleTurn = async (): Promise<void> => {
  idleTurns += 1;
  await nextTurn();
  idleTurns -= 1;
};

/**
 * Time for a world inside the process. It stands still while anybody there works, and leaps to the next alarm when all
 * wait: a wait of hours costs nothing, and what happens does not depend on how busy the machine is. While a file, a
 * process or a connection is awaited, which know nothing of this clock, time passes as on the wall, `pace` times as fast at first.
 * Whatever is pending when the clock is made is there to stay, such as standard output, and is not waited for.
 */
export const leapingClock = ({ clock, pending, pace }: LeapOptions): Clock => {
  const standing = countsOf(pending().filter((word) => word !== turnAsked));
  const startDate = clock.date().getTime();
  const alarms = new Heap<Alarm>((a, b) => a.due < b.due || (a.due === b.due && a.order < b.order));
  let time = 0;
  let orders = 0;
  /** How many of the alarms will not ring. */
  let cancelled = 0;
  let asked = false;
  /** The wall's time when time last passed here, and since when something outside is awaited. */
  let glanced = clock.now();
  let awaitedSince = glanced;

  /** What holds the leap: words beyond those that are there to stay. */
  const holds = (): string[] => {
    const words = pending();
    if (words.length === 0) return [];
    const idle = (word: string): number => (standing.get(word) ?? 0) + (word === turnAsked ? idleTurns : 0);
    return [...countsOf(words)].filter(([word, count]) => count > idle(word)).map(([word]) => word);
  };

  const passBy = (next: Alarm, outside: readonly string[], now: number): void => {
    const hurries = now - awaitedSince < haste;
    time = Math.min(next.due, time + roundUp((now - glanced) * (hurries ? pace : 1)));
    if (!hurries && outside.every((word) => streams.has(word)))
      for (const [word, count] of countsOf(pending())) if (streams.has(word)) standing.set(word, count);
    if (time >= next.due) ringNext(next);
  };

  const nextAlarm = (): Alarm | undefined => {
    for (; alarms.size > 0 && !alarms.peek()?.ring; cancelled--) alarms.pop();
    return alarms.peek();
  };

  /** Most are limits that nothing reaches, called off long before their time: where time stands still they would stay for ever. */
  const forget = (alarm: Alarm): void => {
    if (!alarm.ring) return;
    alarm.ring = undefined;
    cancelled += 1;
    if (cancelled < mostCancelled || cancelled < alarms.size / 2) return;
    const waiting: Alarm[] = [];
    for (let each = alarms.pop(); each; each = alarms.pop()) if (each.ring) waiting.push(each);
    for (const each of waiting) alarms.push(each);
    cancelled = 0;
  };

  const ringNext = (next: Alarm): void => {
    alarms.pop();
    time = Math.max(time, next.due);
    const { ring } = next;
    next.ring = undefined;
    ring?.();
  };

  const ask = (): void => {
    if (asked || alarms.size === 0) return;
    asked = true;
    void nextIdleTurn().then(turn);
  };

  const turn = (): void => {
    const next = nextAlarm();
    const found = holds();
    const outside = found.filter((word) => word !== turnAsked);
    const now = clock.now();
    if (outside.length === 0) {
      awaitedSince = now;
      if (next && found.length === 0) ringNext(next);
    } else if (next) passBy(next, outside, now);
    glanced = now;
    asked = alarms.size > 0;
    // The timer holds the process: when what is outside has come, nothing else may be left that does.
    if (asked) void (outside.length > 0 ? clock.sleep(glance) : nextIdleTurn()).then(turn);
  };

  const after: Clock['after'] = (milliseconds, ring) => {
    // Nobody waits for the end of time.
    if (milliseconds === Number.POSITIVE_INFINITY) return () => undefined;
    const alarm: Alarm = { due: time + Math.max(0, roundUp(milliseconds)), order: orders++, ring };
    alarms.push(alarm);
    ask();
    return () => forget(alarm);
  };

  return { now: () => time, date: () => new Date(startDate + time), after, sleep: sleepBy(after) };
};
