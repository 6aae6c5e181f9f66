import type { Clock } from '../../runner/core/clock.ts';

/** A clock, and the number of announced works that have not ended. */
export interface AnnouncingClock<Kind extends Clock = Clock> {
  clock: Kind;
  readonly held: number;
  readonly outside: number;
  /** The number of times that the clock was held. */
  readonly holds: number;
}

export const announcing = <Kind extends Clock>(clock: Kind): AnnouncingClock<Kind> => {
  const open = { hold: 0, outside: 0 };
  const begun = { hold: 0, outside: 0 };
  const counted = (kind: 'hold' | 'outside') => () => {
    const end = clock[kind]();
    open[kind] += 1;
    begun[kind] += 1;
    let hasEnded = false;
    return () => {
      if (!hasEnded) open[kind] -= 1;
      hasEnded = true;
      end();
    };
  };
  return {
    clock: { ...clock, hold: counted('hold'), outside: counted('outside') },
    get held() {
      return open.hold;
    },
    get outside() {
      return open.outside;
    },
    get holds() {
      return begun.hold;
    },
  };
};
