import type { Vantage } from '../../cluster/cluster.ts';
import { type ProbeContext, runCommand } from '../exec.ts';
import { type Prober, type ProberPhase, type ProberRecord, readOne } from './prober-record.ts';

/** Milliseconds between two requests: some 30 a second, as many as a shell makes. */
const pause = 30;

/**
 * The prober of new connections where an exec costs nothing: one for each request, by curl with these words. Resolves when the
 * first has ended. Rejects as `runCommand` does.
 */
export const startProcesses = async (
  context: ProbeContext,
  vantage: Vantage,
  words: readonly string[],
): Promise<Prober> => {
  const records: ProberRecord[] = [];
  const over = new AbortController();
  let phase: ProberPhase = 'before';

  const request = async (): Promise<void> => {
    const began = phase;
    const { status, stdout, stderr } = await runCommand(context, vantage, { argv: ['curl', ...words] });
    records.push(readOne(began, status, `${stdout}\n${stderr}`));
  };
  const goOn = async (): Promise<void> => {
    for (;;) {
      await context.clock.sleep(pause, over.signal).catch(() => undefined);
      if (over.signal.aborted) return;
      await request();
    }
  };

  await request();
  const running = goOn();
  running.catch(() => undefined);
  return {
    async enter(next) {
      phase = next;
    },
    async stop() {
      over.abort();
      await running;
      return records;
    },
    async abandon() {
      over.abort();
    },
  };
};
