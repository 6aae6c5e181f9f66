import type { Finding, StepResult } from '../../runner/core/result.ts';
import { findingOf } from '../../runner/engine/verdict.ts';
import type { AnyStepKind, StepContext } from '../../runner/steps/step.ts';

/** The finding of one look, as the engine gets it: a rejection becomes a finding. */
export const lookOnce = async (kind: AnyStepKind, spec: unknown, context: StepContext): Promise<Finding> => {
  try {
    return await kind.run(spec, context);
  } catch (cause) {
    return findingOf(cause, kind.describe(spec));
  }
};

/** Outcome and reason code, which most tests compare. */
export const verdictOf = ({ outcome, reason }: Pick<StepResult, 'outcome' | 'reason'>): string =>
  reason ? `${outcome} ${reason.code}` : outcome;
