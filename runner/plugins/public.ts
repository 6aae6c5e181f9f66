/**
 * The face of the package: reporters and kinds of steps of your own are written with these. Everything else in it may change
 * with any version.
 */

export {
  defineDocument,
  defineStream,
  type Rendering,
  type Reporter,
  type ReporterOptions,
  type Tick,
} from '../../reporters/reporter.ts';
export { eventVersion, type RunEvent } from '../core/events.ts';
export { fold } from '../core/fold.ts';
export type { Reason, ReasonCode } from '../core/reason.ts';
export {
  type Evidence,
  type Finding,
  type Outcome,
  outcomes,
  type RunRecord,
  type ScenarioRecord,
  type StepRecord,
  type StepResult,
} from '../core/result.ts';
export * as shapes from '../core/shape.ts';
export { failed, passed, type Seen, Unmet, Unobservable, unknown } from '../steps/finding.ts';
export { type Binder, defineStep, type StepContext, type StepKind, stepGroups } from '../steps/step.ts';
