import { createHeap } from './heap.ts';

/** The alarms of a clock that keeps its own time. */
export interface Alarms {
  /** How many there are, those that were cancelled and are not yet removed included. */
  readonly size: number;
  /** Sets one for a moment of the clock; the answer cancels it. */
  set(due: number, ring: () => void): () => void;
  /** When the next one is due; undefined: nobody waits. */
  nextDue(): number | undefined;
  /** Rings the next one. */
  ringNext(): void;
}

interface Alarm {
  due: number;
  order: number;
  ring: (() => void) | undefined;
}

/** This many alarms that were cancelled may stay, however few the others are: removing fewer does not pay. */
const mostCancelled = 1_000;

/** Alarms of one moment ring in the order in which they were set. */
export const createAlarms = (): Alarms => {
  const alarms = createHeap<Alarm>((a, b) => a.due < b.due || (a.due === b.due && a.order < b.order));
  let orders = 0;
  /** How many of the alarms will not ring. */
  let cancelled = 0;

  const next = (): Alarm | undefined => {
    for (; alarms.size > 0 && !alarms.peek()?.ring; cancelled--) alarms.pop();
    return alarms.peek();
  };

  /** Most are limits that nothing reaches, cancelled long before their time: where time stands still they would stay for ever. */
  const cancel = (alarm: Alarm): void => {
    if (!alarm.ring) return;
    alarm.ring = undefined;
    cancelled += 1;
    if (cancelled < mostCancelled || cancelled < alarms.size / 2) return;
    const waiting: Alarm[] = [];
    for (let each = alarms.pop(); each; each = alarms.pop()) if (each.ring) waiting.push(each);
    for (const each of waiting) alarms.push(each);
    cancelled = 0;
  };

  return {
    get size() {
      return alarms.size;
    },
    set: (due, ring) => {
      const alarm: Alarm = { due, order: orders++, ring };
      alarms.push(alarm);
      return () => cancel(alarm);
    },
    nextDue: () => next()?.due,
    ringNext: () => {
      const alarm = next();
      alarms.pop();
      const ring = alarm?.ring;
      // It may cancel itself while it rings.
      if (alarm) alarm.ring = undefined;
      ring?.();
    },
  };
};
