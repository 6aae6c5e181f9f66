import type { Rendering, Tick } from '../../reporters/reporter.ts';
import type { Clock } from '../core/clock.ts';
import type { RunEvent } from '../core/events.ts';
import type { Trouble } from '../core/result.ts';
import { type Destination, unwritable } from './destination.ts';

/** One reporter and its place. Never throws: a fault is told once and stays its own. */
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

/** A stream that broke is over: what was written cannot be taken back, and a gap in it would mislead. */
export const streamSink = ({ reporter, rendering, destination, out }: SinkParts): Sink => {
  let broken = false;
  const write = (text: string): void => {
    if (text === '') return;
    if (destination) destination.append(text);
    else out(text);
  };
  const guard = (work: () => void): Trouble | undefined => {
    if (broken) return undefined;
    try {
      work();
      return undefined;
    } catch (cause) {
      broken = true;
      return isClosedPipe(cause) ? undefined : toTrouble(reporter, destination, cause);
    }
  };
  return {
    add: (input) => guard(() => write(rendering.add(input))),
    end: () =>
      guard(() => {
        write(rendering.end());
        destination?.close();
      }),
  };
};

/** Shortest time between two writes of a document, in milliseconds, by what happened. Absent: the next refresh is enough. */
const pauses: Partial<Record<RunEvent['type'], number>> = {
  'run:start': 0,
  'run:interrupted': 0,
  'scenario:end': 200,
  'step:end': 1_000,
};

/** A document in a file exists from the run's first event, and is tried again after a write that failed. */
export const documentSink = ({ reporter, rendering, destination, out, clock }: SinkParts): Sink => {
  let writtenAt = Number.NEGATIVE_INFINITY;
  let behind = true;
  let told = false;
  // An event that the rendering did not take may be the red one: what is written already (incomplete, so red) stays.
  let lost: Trouble | undefined;

  const write = (): Trouble | undefined => {
    writtenAt = clock.now();
    try {
      const text = rendering.end();
      if (destination) destination.replace(text);
      else out(text);
      behind = false;
      return undefined;
    } catch (cause) {
      return destination || !isClosedPipe(cause) ? toTrouble(reporter, destination, cause) : undefined;
    }
  };

  return {
    add(input) {
      try {
        rendering.add(input);
      } catch (cause) {
        const first = lost === undefined;
        lost ??= toTrouble(reporter, destination, cause);
        return first ? lost : undefined;
      }
      if (lost) return undefined;
      behind ||= input.type !== 'tick' && input.type !== 'step:progress';
      const pause = input.type === 'tick' ? 1_000 : pauses[input.type];
      if (!destination?.replaceable || !behind || pause === undefined || clock.now() - writtenAt < pause)
        return undefined;
      const trouble = write();
      if (!trouble || told) return undefined;
      told = true;
      return trouble;
    },
    end: () => lost ?? (behind ? write() : undefined),
  };
};

const isClosedPipe = (cause: unknown): boolean =>
  ['EPIPE', 'EIO', 'EBADF'].includes(String((cause as { code?: unknown })?.code));

const isSystemError = (cause: unknown): boolean => typeof (cause as { syscall?: unknown })?.syscall === 'string';

const toTrouble = (reporter: string, destination: Destination | undefined, cause: unknown): Trouble => ({
  phase: 'report',
  outcome: 'error',
  diagnostic: isSystemError(cause)
    ? unwritable(destination?.name ?? `of ${reporter}`, cause)
    : {
        code: 'internal',
        message: `The reporter ${reporter} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
      },
});
