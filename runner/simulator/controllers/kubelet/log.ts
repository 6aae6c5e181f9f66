import type { Clock } from '../../../core/clock.ts';

/** What a container wrote, line by line, with the time of each. Bounded: the oldest lines go. */
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

const mostLines = 10_000;
const longestLine = 16 * 1024;

interface Line {
  time: number;
  text: string;
  number: number;
}

export const createLog = (clock: Clock): ContainerLog => {
  let lines: Line[] = [];
  let count = 0;
  let ended = false;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const each of waiting) each();
    waiting.clear();
  };

  const format = ({ time, text }: Line, timestamps: boolean | undefined): string =>
    timestamps ? `${new Date(time).toISOString().replace('Z', '000000Z')} ${text}\n` : `${text}\n`;

  return {
    append: (line) => {
      const time = clock.date().getTime();
      for (const text of line.replace(/\n$/, '').split('\n')) {
        lines.push({ time, text: text.slice(0, longestLine), number: count });
        count += 1;
      }
      if (lines.length > mostLines * 2) lines = lines.slice(-mostLines);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    async *read({ follow, tailLines, since = 0, timestamps, limitBytes = Number.POSITIVE_INFINITY }, signal) {
      const kept = lines.filter(({ time }) => time >= since);
      const first = tailLines === undefined ? kept : tailLines === 0 ? [] : kept.slice(-tailLines);
      let left = limitBytes;
      let next = count;
      for (const line of first) {
        const text = format(line, timestamps);
        if (left <= 0) return;
        yield text.slice(0, left);
        left -= text.length;
      }
      while (follow && left > 0 && !signal.aborted) {
        const fresh = lines.filter(({ number }) => number >= next);
        for (const line of fresh) {
          yield format(line, timestamps);
          next = line.number + 1;
        }
        if (fresh.length > 0) continue;
        if (ended) return;
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
  };
};
