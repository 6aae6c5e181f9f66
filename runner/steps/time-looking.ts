import type { StepContext } from './step.ts';

const key = 'since';

/** Milliseconds since the step looked for the first time. */
export const timeLooking = ({ memory, clock }: Pick<StepContext, 'memory' | 'clock'>): number => {
  if (!memory.has(key)) memory.set(key, clock.now());
  return clock.now() - Number(memory.get(key));
};
