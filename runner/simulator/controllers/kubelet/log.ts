import type { Clock } from '../../../core/clock.ts';

/** The output of a container, line by line, with the time of each. Bounded: the oldest lines go. */
export interface ContainerLog {
  append(line: string): void;
  /** The process ended: followers get the rest and stop. */
  end(): void;
  read(options: ReadOptions, signal: AbortSignal): AsyncIterable<string>;
}

export interface ReadOptions {
  follow?: boolean;
  tailLines?: number;
  /** Wall time in milliseconds. */
  since?: number;
  timestamps?: boolean;
  limitBytes?: number;
}

const maxLines = 10_000;
const maxLine = 16 * 1024;

const format = (time: number, text: string, timestamps: boolean | undefined): string =>
  timestamps ? `${new Date(time).toISOString().replace('Z', '000000Z')} ${text}\n` : `${text}\n`;

/** Two lists and no object a line: ten thousand containers may log a line a second each. */
class Log implements ContainerLog {
  readonly #clock: Clock;
  #texts: string[] = [];
  #times: number[] = [];
  /** The number of the first line that is kept. */
  #first = 0;
  #ended = false;
  #waiting: (() => void)[] | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  append(line: string): void {
    const time = this.#clock.date().getTime();
    for (const text of line.replace(/\n$/, '').split('\n')) this.#add(text.slice(0, maxLine), time);
    if (this.#texts.length > maxLines * 2) this.#drop(this.#texts.length - maxLines);
    this.#wake();
  }

  /** A line that is repeated again and again is kept as one text. */
  #add(text: string, time: number): void {
    const last = this.#texts.at(-1);
    this.#texts.push(last === text ? last : text);
    this.#times.push(time);
  }

  #drop(count: number): void {
    this.#texts = this.#texts.slice(count);
    this.#times = this.#times.slice(count);
    this.#first += count;
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const each of waiting) each();
  }

  /** Resolves with the next line, the end, or the signal. */
  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting ??= [];
      this.#waiting.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  async *read(options: ReadOptions, signal: AbortSignal): AsyncIterable<string> {
    const { follow, tailLines, since = 0, timestamps, limitBytes = Number.POSITIVE_INFINITY } = options;
    const end = this.#first + this.#texts.length;
    const earliest = this.#times.findIndex((time) => time >= since);
    const from = earliest < 0 ? end : this.#first + earliest;
    let next = tailLines === undefined ? from : Math.max(from, end - tailLines);
    let left = limitBytes;
    for (;;) {
      next = Math.max(next, this.#first);
      for (; next < this.#first + this.#texts.length; next++) {
        if (left <= 0) return;
        const place = next - this.#first;
        const text = format(this.#times[place] ?? 0, this.#texts[place] ?? '', timestamps);
        yield text.slice(0, left);
        left -= text.length;
      }
      if (!follow || left <= 0 || this.#ended || signal.aborted) return;
      await this.#change(signal);
    }
  }
}

export const createLog = (clock: Clock): ContainerLog => new Log(clock);
