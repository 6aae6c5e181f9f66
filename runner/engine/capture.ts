import { isObject, type JsonValue } from '../core/json.ts';
import type { StepResult } from '../core/result.ts';
import type { BoundStep } from '../scenario/scenario.ts';

/** The value at a path such as `a.b.0`. */
const valueAlong = (value: JsonValue | undefined, path: string): JsonValue | undefined => {
  let current = value;
  for (const part of path.split('.')) {
    if (Array.isArray(current)) current = current[Number(part)];
    else if (isObject(current) && Object.hasOwn(current, part)) current = current[part];
    else return undefined;
  }
  return current;
};

/** Stores the values that a step captures. A missing value is unknown, and a step with an unknown value never passes. */
export const captureValues = (step: BoundStep, result: StepResult, captures: Record<string, JsonValue>): StepResult => {
  for (const [name, path] of Object.entries(step.capture)) {
    const value = valueAlong(result.observation, path);
    if (value === undefined) {
      const known = Object.keys(result.observation).join(', ') || 'nothing';
      const message = `capture: ${name} reads ${path}, but the step observed only: ${known}.`;
      return { ...result, outcome: 'error', reason: { code: 'reference-unresolved', message } };
    }
    captures[name] = value;
  }
  return result;
};
