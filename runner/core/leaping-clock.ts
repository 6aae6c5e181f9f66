import { Alarms } from './alarms.ts';
import { type Clock, nextTurn, sleepBy } from './clock.ts';

/** Real milliseconds between two moves of the clock while work outside is awaited. */
const tick = 1;
/** Real milliseconds after which a hold no longer stops the clock: that work never ends, and limits must end. */
const longestHold = 10_000;

/**
 * Times are multiples of this part of a millisecond, whose sums and differences are exact: a sleep for the rest of a time
 * leaves nothing of it. Otherwise the last bit of a fraction could stay for ever, and no sleep would move the clock.
 */
const grain = 1 / 1024;
const roundUp = (milliseconds: number): number => Math.ceil(milliseconds / grain) * grain;

/** Work of one kind that is announced to a clock and has not ended. */
class Announced {
  readonly #begins = new Set<{ at: number }>();
  readonly #clock: Clock;
  readonly #onChange: () => void;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get isNone(): boolean {
    return this.#begins.size === 0;
  }

  /** The real milliseconds for which the oldest of this work has been going on. */
  age(now: number): number {
    const [oldest] = this.#begins;
    return oldest ? now - oldest.at : 0;
  }

  readonly announce = (): (() => void) => {
    const begin = { at: this.#clock.now() };
    this.#begins.add(begin);
    if (this.#begins.size === 1) this.#onChange();
    return () => {
      if (this.#begins.delete(begin) && this.isNone) this.#onChange();
    };
  };
}

/**
 * Time for a cluster inside the process. It stands still while the cluster works, and leaps to the next alarm when everything
 * waits: a wait of hours costs nothing, and the results do not depend on how busy the machine is. The clock sees work of the
 * current turn of the event loop; all other work announces itself. While `hold` is open, time stands still. While only
 * `outside` is open, it passes as real time does, because that work counts seconds of its own. Nothing but an announcement
 * counts: the process has more to do, such as timers of its own, and keeps finished requests of files until they are collected.
 */
export const leapingClock = (clock: Clock): Clock => {
  const startDate = clock.date().getTime();
  const alarms = new Alarms();
  let time = 0;
  let asked = false;
  /** The real time at which this clock last moved. */
  let movedAt = clock.now();

  /** Real time before this moment does not count. */
  const restart = (): void => {
    movedAt = clock.now();
  };
  const held = new Announced(clock, restart);
  const outside = new Announced(clock, restart);

  const standsStill = (now: number): boolean => !held.isNone && held.age(now) < longestHold;

  /** Moves to the next alarm, or as far towards it as real time has passed while announced work goes on. */
  const move = (due: number, elapsed: number): void => {
    const leaps = held.isNone && outside.isNone;
    time = Math.max(time, leaps ? due : Math.min(due, time + roundUp(elapsed)));
    if (time >= due) alarms.ringNext();
  };

  const turn = (): void => {
    asked = false;
    const due = alarms.nextDue;
    const now = clock.now();
    const elapsed = now - movedAt;
    movedAt = now;
    if (due !== undefined && !standsStill(now)) move(due, elapsed);
    ask();
  };

  /** Lets the work of the current turn of the event loop end first. Most holds end with the turn; longer ones are checked in real time. */
  const ask = (): void => {
    if (asked || alarms.size === 0) return;
    asked = true;
    const waits = held.isNone ? !outside.isNone : held.age(clock.now()) > tick;
    void (waits ? clock.sleep(tick) : nextTurn()).then(turn);
  };

  const after: Clock['after'] = (milliseconds, ring) => {
    // An alarm at the end of time never rings.
    if (milliseconds === Number.POSITIVE_INFINITY) return () => undefined;
    if (alarms.size === 0) restart();
    const cancel = alarms.set(time + Math.max(0, roundUp(milliseconds)), ring);
    ask();
    return cancel;
  };

  return {
    now: () => time,
    date: () => new Date(startDate + time),
    after,
    sleep: sleepBy(after),
    hold: held.announce,
    outside: outside.announce,
  };
};
