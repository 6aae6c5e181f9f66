import { Heap } from './heap.ts';

interface Alarm {
  due: number;
  order: number;
  ring: (() => void) | undefined;
}

/** The number of cancelled alarms that may stay, however few the others are: to remove fewer is not worth the time. */
const mostCancelled = 1_000;

/** The alarms of a clock with its own time. Alarms of one moment ring in the order in which they were set. */
export class Alarms {
  readonly #alarms = new Heap<Alarm>((a, b) => a.due < b.due || (a.due === b.due && a.order < b.order));
  #orders = 0;
  /** The number of alarms that will not ring. */
  #cancelled = 0;

  /** The number of alarms, including cancelled ones that are not removed yet. */
  get size(): number {
    return this.#alarms.size;
  }

  /** The time of the next alarm; undefined if there is none. */
  get nextDue(): number | undefined {
    return this.#next()?.due;
  }

  /** Sets an alarm for a time of the clock. The returned function cancels it. */
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
    // The alarm may cancel itself while it rings.
    alarm.ring = undefined;
    ring?.();
  }

  #next(): Alarm | undefined {
    for (; this.#alarms.size > 0 && !this.#alarms.peek()?.ring; this.#cancelled--) this.#alarms.pop();
    return this.#alarms.peek();
  }

  /** Most alarms are limits that are cancelled long before their time: on a clock that stands still they would stay for ever. */
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
