import type { Clock } from '../../core/clock.ts';
import type { ToolResult } from './tool.ts';

/** The programs that a script runs at the moment. */
export interface ScriptPrograms {
  /** Resolves as the program does. */
  run(program: Promise<ToolResult>): Promise<ToolResult>;
  /** The status of a script that is interrupted: a program may have last words, and a status of its own, as ping has. */
  lastStatus(): Promise<number>;
  /** The script has ended, though some of its programs may still run. */
  end(): void;
}

/** The status of a shell that Ctrl-C ends. */
const interrupted = 130;

/**
 * While none of them runs, the interpreter itself works. It loads its own programs from files and computes in threads, which
 * a simulated clock does not see. So it holds the clock.
 */
export const createScriptPrograms = (clock: Clock): ScriptPrograms => {
  const running = new Set<Promise<ToolResult>>();
  let release: (() => void) | undefined = clock.hold();
  let isOver = false;

  const stopHolding = (): void => {
    release?.();
    release = undefined;
  };

  return {
    run: async (program) => {
      running.add(program);
      stopHolding();
      try {
        return await program;
      } finally {
        running.delete(program);
        if (running.size === 0 && !isOver) release = clock.hold();
      }
    },
    lastStatus: async () => {
      const ended = await Promise.allSettled(running);
      return ended.findLast((each) => each.status === 'fulfilled')?.value.exitCode ?? interrupted;
    },
    end: () => {
      isOver = true;
      stopHolding();
    },
  };
};
