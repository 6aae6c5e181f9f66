import type { Clock } from '../core/clock.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import type { StepResult } from '../core/result.ts';
import type { BoundStep } from '../scenario/scenario.ts';
import { checkSpec } from '../scenario/validate.ts';
import { Unobservable } from '../steps/finding.ts';
import type { AnyStepKind, StepContext } from '../steps/step.ts';
import { attemptStep } from './attempt.ts';

/** Checks a body whose expressions are replaced by values. Throws `Unobservable` (spec-invalid) if its kind refuses it. */
export const checkedSpec = (kind: AnyStepKind, spec: JsonObject): JsonObject => {
  const faults = checkSpec(kind, spec);
  if (faults.length === 0) return spec;
  throw new Unobservable('spec-invalid', faults.map((fault) => fault.message).join(' '), faults[0]?.hint);
};

/** Runs the step inside another step's body, within the time of its own kind and with a memory of its own. */
export const performInner = async (
  outer: BoundStep,
  step: JsonObject,
  context: StepContext,
  wall: Pick<Clock, 'now'>,
): Promise<StepResult> => {
  const [key = ''] = Object.keys(step);
  const kind = outer.inner.find((each) => each.kind.key === key)?.kind;
  const spec = step[key];
  if (!kind || !isObject(spec)) throw new Error(`step ${outer.planned.id} has no step ${key} inside`);
  const inner: BoundStep = {
    ...outer,
    planned: { ...outer.planned, kind: key, title: key },
    kind,
    spec,
    within: kind.within,
    holdFor: 0,
    inner: [],
  };
  return attemptStep(inner, {
    clock: context.clock,
    wall,
    signal: context.signal,
    resolve: async () => checkedSpec(kind, spec),
    context: (signal) => ({ ...context, signal, memory: new Map() }),
    onProgress: () => undefined,
  });
};
