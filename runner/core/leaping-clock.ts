import { Alarms } from './alarms.ts';
import { type Clock, nextTurn, sleepBy } from './clock.ts';

export interface LeapOptions {
  /** Real time. */
  clock: Clock;
  /** How many times faster than real time this clock goes during the first two seconds of work outside. */
  pace: number;
}

/** Real milliseconds between two moves of the clock while work outside is awaited. */
const tick = 1;
/**
 * Real milliseconds for which the clock goes faster while work outside is awaited. Work that takes longer is slow itself, or
 * the machine is busy: then a limit must not be over before its time.
 */
const hurry = 2_000;

/**
 * Times are multiples of this part of a millisecond, whose sums and differences are exact: a sleep for the rest of a time
 * leaves nothing of it. Otherwise the last bit of a fraction could stay for ever, and no sleep would move the clock.
 */
const grain = 1 / 1024;
const roundUp = (milliseconds: number): number => Math.ceil(milliseconds / grain) * grain;

/** Work of one kind that is announced to a clock. */
interface Announced {
  /** How many announcements have not ended. */
  readonly open: number;
  announce(): () => void;
}

const createAnnounced = ({ onFirst, onNone }: { onFirst?: () => void; onNone?: () => void }): Announced => {
  let open = 0;
  return {
    get open() {
      return open;
    },
    announce: () => {
      open += 1;
      if (open === 1) onFirst?.();
      let hasEnded = false;
      return () => {
        if (hasEnded) return;
        hasEnded = true;
        open -= 1;
        if (open === 0) onNone?.();
      };
    },
  };
};

/**
 * Time for a cluster inside the process. It stands still while the cluster works, and leaps to the next alarm when everything
 * waits: a wait of hours costs nothing, and the results do not depend on how busy the machine is. The clock sees work of the
 * current turn of the event loop; all other work announces itself. While `hold` is open, time stands still. While only
 * `outside` is open, it passes as real time does, `pace` times as fast at first. An announcement is the only thing that
 * counts: the process has more to do, such as timers of its own, and keeps finished requests of files until they are collected.
 */
export const leapingClock = ({ clock, pace }: LeapOptions): Clock => {
  const startDate = clock.date().getTime();
  const alarms = new Alarms();
  let time = 0;
  let asked = false;
  /** The real times at which this clock last moved, and at which work outside began. */
  let passedAt = clock.now();
  let awaitedSince = passedAt;

  /** Real time before this moment does not count. */
  const passFromNow = (): void => {
    passedAt = clock.now();
  };
  const held = createAnnounced({
    onNone: () => {
      passFromNow();
      ask();
    },
  });
  const outside = createAnnounced({
    onFirst: () => {
      passFromNow();
      awaitedSince = passedAt;
    },
  });

  /** Moves to the next alarm, or as far towards it as real time has passed. */
  const move = (due: number): void => {
    const now = clock.now();
    const speed = now - awaitedSince < hurry ? pace : 1;
    const passed = outside.open > 0 ? roundUp((now - passedAt) * speed) : Number.POSITIVE_INFINITY;
    passedAt = now;
    time = Math.max(time, Math.min(due, time + passed));
    if (time >= due) alarms.ringNext();
  };

  const turn = (): void => {
    asked = false;
    const due = alarms.nextDue;
    if (due !== undefined && held.open === 0) move(due);
    ask();
  };

  /** Work of the current turn of the event loop comes first. Work that holds the clock calls this when it ends. */
  const ask = (): void => {
    if (asked || alarms.size === 0 || held.open > 0) return;
    asked = true;
    void (outside.open > 0 ? clock.sleep(tick) : nextTurn()).then(turn);
  };

  const after: Clock['after'] = (milliseconds, ring) => {
    // Nobody waits for the end of time.
    if (milliseconds === Number.POSITIVE_INFINITY) return () => undefined;
    if (alarms.size === 0) passFromNow();
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
