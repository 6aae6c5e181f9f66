import type { StepCase } from '../step-cases.ts';
import { applyFailsCases } from './apply-fails.ts';
import { commandCases } from './command.ts';
import { eventOccursCases } from './event-occurs.ts';
import { exposeCases } from './expose.ts';
import { logsContainCases } from './logs-contain.ts';
import { patchCases } from './patch.ts';
import { resourceAbsentCases } from './resource-absent.ts';
import { restartCases } from './restart.ts';

/** Kinds that are tried on every cluster, and their cases. */
export const casesOfKinds: Readonly<Record<string, readonly StepCase[]>> = {
  'apply-fails': applyFailsCases,
  patch: patchCases,
  restart: restartCases,
  expose: exposeCases,
  command: commandCases,
  'resource-absent': resourceAbsentCases,
  'logs-contain': logsContainCases,
  'event-occurs': eventOccursCases,
};
