import type { Rendering, Tick } from '../../reporters/reporter.ts';
import type { Clock } from '../core/clock.ts';
import type { RunEvent } from '../core/events.ts';
import type { Trouble } from '../core/result.ts';
import { type Destination, unwritable } from './destination.ts';

/** One reporter and the place of its text. Never throws: a fault is reported once, and other sinks go on. */
export interface Sink {
  add(input: RunEvent | Tick): Trouble | undefined;
  end(): Trouble | undefined;
}

export interface SinkParts {
  reporter: string;
  rendering: Rendering;
  /** Undefined: standard output. */
  destination: Destination | undefined;
  out(text: string): void;
  clock: Clock;
}

/** A stream ends with its first fault: its text cannot be taken back, and a gap in it would mislead. */
class StreamSink implements Sink {
  readonly #parts: SinkParts;
  #broken = false;

  constructor(parts: SinkParts) {
    this.#parts = parts;
  }

  add(input: RunEvent | Tick): Trouble | undefined {
    return this.#guard(() => this.#write(this.#parts.rendering.add(input)));
  }

  end(): Trouble | undefined {
    return this.#guard(() => {
      this.#write(this.#parts.rendering.end());
      this.#parts.destination?.close();
    });
  }

  #write(text: string): void {
    const { destination, out } = this.#parts;
    if (text === '') return;
    if (destination) destination.append(text);
    else out(text);
  }

  #guard(work: () => void): Trouble | undefined {
    if (this.#broken) return undefined;
    try {
      work();
      return undefined;
    } catch (cause) {
      this.#broken = true;
      return isClosedPipe(cause) ? undefined : toTrouble(this.#parts, cause);
    }
  }
}

export const streamSink = (parts: SinkParts): Sink => new StreamSink(parts);

/** The shortest time between two writes of a document, in milliseconds, by event. Absent: the next tick writes it. */
const pauses: Partial<Record<RunEvent['type'], number>> = {
  'run:start': 0,
  'run:interrupted': 0,
  'scenario:end': 200,
  'step:end': 1_000,
};

/** The file of a document exists from the run's first event on. A write that failed is tried again. */
class DocumentSink implements Sink {
  readonly #parts: SinkParts;
  #writtenAt = Number.NEGATIVE_INFINITY;
  /** True when the file lacks an event. */
  #behind = true;
  #reported = false;
  /** The event that the rendering rejected may be a red one, so the document that is written (incomplete, so red) stays. */
  #lost: Trouble | undefined;

  constructor(parts: SinkParts) {
    this.#parts = parts;
  }

  add(input: RunEvent | Tick): Trouble | undefined {
    try {
      this.#parts.rendering.add(input);
    } catch (cause) {
      const isFirst = this.#lost === undefined;
      this.#lost ??= toTrouble(this.#parts, cause);
      return isFirst ? this.#lost : undefined;
    }
    this.#behind ||= input.type !== 'tick' && input.type !== 'step:progress';
    if (!this.#isDue(input)) return undefined;
    const trouble = this.#write();
    if (!trouble || this.#reported) return undefined;
    this.#reported = true;
    return trouble;
  }

  end(): Trouble | undefined {
    return this.#lost ?? (this.#behind ? this.#write() : undefined);
  }

  #isDue({ type }: RunEvent | Tick): boolean {
    const { destination, clock } = this.#parts;
    const pause = type === 'tick' ? 1_000 : pauses[type];
    if (this.#lost || !destination?.replaceable || !this.#behind || pause === undefined) return false;
    return clock.now() - this.#writtenAt >= pause;
  }

  #write(): Trouble | undefined {
    const { rendering, destination, out, clock } = this.#parts;
    this.#writtenAt = clock.now();
    try {
      const text = rendering.end();
      if (destination) destination.replace(text);
      else out(text);
      this.#behind = false;
      return undefined;
    } catch (cause) {
      return destination || !isClosedPipe(cause) ? toTrouble(this.#parts, cause) : undefined;
    }
  }
}

export const documentSink = (parts: SinkParts): Sink => new DocumentSink(parts);

const isClosedPipe = (cause: unknown): boolean =>
  ['EPIPE', 'EIO', 'EBADF'].includes(String((cause as { code?: unknown })?.code));

const isSystemError = (cause: unknown): boolean => typeof (cause as { syscall?: unknown })?.syscall === 'string';

const toTrouble = ({ reporter, destination }: SinkParts, cause: unknown): Trouble => ({
  phase: 'report',
  outcome: 'error',
  diagnostic: isSystemError(cause)
    ? unwritable(destination?.name ?? `of ${reporter}`, cause)
    : {
        code: 'internal',
        message: `The reporter ${reporter} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
      },
});
