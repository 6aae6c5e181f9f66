import { memoryUsage } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { load, makeLab } from '../../test/support/lab.ts';
import { atMost, type Figure, type Measurement } from '../figures.ts';

const path = 'creating-services/spread-over-pods.yaml';
/** At half of the repeats the cluster's history for watches has its full size, up to a thousand changes of each kind. */
const [early, half, all] = [100, 500, 1_000];
/** Megabytes. The history is dropped by halves, so the heap grows and shrinks. */
const goal = 5;

/** The megabytes of the heap in use, after a garbage collection. */
const heap = (): number => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  return memoryUsage().heapUsed / 1_048_576;
};

export const repeats: Measurement = {
  name: 'repeats',
  summary: `${all} repeats of ${path} on one cluster: flakes, and memory that must not grow`,
  measure: async (): Promise<Figure[]> => {
    const lab = makeLab('embedded', 0, 0);
    const scenario = await load(path);
    let flakes = 0;
    const repeat = async (times: number): Promise<void> => {
      for (let left = times; left > 0; left--)
        for (const { outcome } of await lab.runAll([scenario], 1)) if (outcome !== 'passed') flakes += 1;
    };
    const start = performance.now();
    await repeat(early);
    const first = heap();
    await repeat(half - early);
    const before = heap();
    await repeat(all - half);
    const [after, took] = [heap(), performance.now() - start];
    await lab.close();
    return [
      { what: `flakes in ${all} repeats`, value: String(flakes), goal: { text: '0', met: flakes === 0 } },
      {
        what: `growth of the heap from repeat ${half} to ${all}`,
        value: `${(after - before).toFixed(1)} MB`,
        goal: atMost(after - before, goal, `${goal} MB`),
        note: `${first.toFixed(1)} MB after ${early}, ${before.toFixed(1)} MB after ${half}, ${after.toFixed(1)} MB after ${all}; ${(took / all).toFixed(1)} ms a repeat`,
      },
    ];
  },
};
