import { Alarms } from './alarms.ts';
import { type Clock, nextTurn, sleepBy } from './clock.ts';

export interface LeapOptions {
  /** The clock on the wall. */
  clock: Clock;
  /** How many times faster than on the wall time passes while work outside is awaited, for its first two seconds. */
  pace: number;
}

/** Milliseconds on the wall between two looks at the time while work outside is awaited. */
const glance = 1;
/**
 * Milliseconds on the wall for which time hurries while work outside is awaited. Work that takes longer is slow itself, or
 * the machine is busy: then limits must not run out before their time.
 */
const haste = 2_000;

/**
 * Times are multiples of this part of a millisecond, whose sums and differences are exact: who sleeps for what is left of a
 * time finds nothing left. Otherwise the last bit of a fraction could stay for ever, and no sleep would move the clock.
 */
const grain = 1 / 1024;
const roundUp = (milliseconds: number): number => Math.ceil(milliseconds / grain) * grain;

/** How much announced work has not ended. */
interface Announced {
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
 * Time for a cluster inside the process. It stands still while anybody there works, and leaps to the next alarm when all
 * wait: a wait of hours costs nothing, and what happens does not depend on how busy the machine is. Work that cannot be seen
 * from here announces itself: while work of the cluster holds the clock, time stands still; while work outside is awaited,
 * which knows nothing of this clock, time passes as on the wall, `pace` times as fast at first.
 */
export const leapingClock = ({ clock, pace }: LeapOptions): Clock => {
  const startDate = clock.date().getTime();
  const alarms = new Alarms();
  let time = 0;
  let asked = false;
  /** The wall's time when time last passed here, and since when work outside is awaited. */
  let passedAt = clock.now();
  let awaitedSince = passedAt;

  /** What the wall's clock did before does not count. */
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

  /** Moves time to the next alarm, or as far towards it as time has passed on the wall. */
  const move = (due: number): void => {
    const now = clock.now();
    const speed = now - awaitedSince < haste ? pace : 1;
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

  /** Work of this turn of the event loop comes first, and work that holds the clock asks when it ends. */
  const ask = (): void => {
    if (asked || alarms.size === 0 || held.open > 0) return;
    asked = true;
    void (outside.open > 0 ? clock.sleep(glance) : nextTurn()).then(turn);
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
