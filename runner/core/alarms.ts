import { Heap } from './heap.ts';

interface Alarm {
  due: number;
  order: number;
  ring: (() => void) | undefined;
}

/** This many alarms that were cancelled may stay, however few the others are: removing fewer does not pay. */
const mostCancelled = 1_000;

/** The alarms of a clock that keeps its own time. Those of one moment ring in the order in which they were set. */
export class Alarms {
  readonly #alarms = new Heap<Alarm>((a, b) => a.due < b.due || (a.due === b.due && a.order < b.order));
  #orders = 0;
  /** How many of the alarms will not ring. */
  #cancelled = 0;

  /** How many there are, those that were cancelled and are not yet removed included. */
  get size(): number {
    return this.#alarms.size;
  }

  /** When the next one is due; undefined: nobody waits. */
  get nextDue(): number | undefined {
    return this.#next()?.due;
  }

  /** Sets one for a moment of the clock; the answer cancels it. */
  set(due: number, ring: () => void): () => void {
    const alarm: Alarm = { due, order: this.#orders++, ring };
    this.#alarms.push(alarm);
    return () => this.#cancel(alarm);
  }

  ringNext(): void {
    const alarm = this.#next();
    if (!alarm) return;
    this.#alarms.pop();
    const { ring } = alarm;
    // It may cancel itself while it rings.
    alarm.ring = undefined;
    ring?.();
  }

  #next(): Alarm | undefined {
    for (; this.#alarms.size > 0 && !this.#alarms.peek()?.ring; this.#cancelled--) this.#alarms.pop();
    return this.#alarms.peek();
  }

  /** Most are limits that are cancelled long before their time: on a clock that stands still they would stay for ever. */
  #cancel(alarm: Alarm): void {
    if (!alarm.ring) return;
    alarm.ring = undefined;
    this.#cancelled += 1;
    if (this.#cancelled < mostCancelled || this.#cancelled < this.#alarms.size / 2) return;
    const waiting: Alarm[] = [];
    for (let each = this.#alarms.pop(); each; each = this.#alarms.pop()) if (each.ring) waiting.push(each);
    for (const each of waiting) this.#alarms.push(each);
    this.#cancelled = 0;
  }
}
