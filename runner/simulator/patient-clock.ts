import type { Clock } from '../core/clock.ts';

/** The longest time that a timer of the platform can hold: 2^31 - 1 milliseconds, some 25 days. */
const longest = 2_147_483_647;

/** A clock that can also sleep longer than a timer holds, as `sleep 2147483647` in a container does. */
export const patientClock = (clock: Clock): Clock => ({
  now: () => clock.now(),
  date: () => clock.date(),
  sleep: async (milliseconds, signal) => {
    let left = milliseconds;
    for (; left > longest; left -= longest) await clock.sleep(longest, signal);
    await clock.sleep(left, signal);
  },
});
