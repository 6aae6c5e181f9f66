import type { Finding } from '../../runner/core/result.ts';
import { object, optional, string } from '../../runner/core/shape.ts';
import type { BoundStep } from '../../runner/scenario/scenario.ts';
import { type AnyStepKind, defineStep, type StepContext } from '../../runner/steps/step.ts';

/** A kind that runs a function of the test. */
export const testKind = (
  run: (context: StepContext) => Promise<Finding>,
  more: Partial<AnyStepKind> = {},
): AnyStepKind => ({
  ...defineStep<{ text?: string }>({
    key: 'test-holds',
    group: 'look',
    summary: 'The test decides.',
    description: 'Only in tests.',
    shape: object({ text: optional(string('Any text.')), from: optional(string('A vantage point.')) }, 'A test step.'),
    example: 'text: anything',
    within: 0,
    describe: () => 'the test holds',
    run: (_spec, context) => run(context),
  }),
  ...more,
});

/** A step as the loader makes it. */
export const boundStep = (kind: AnyStepKind, more: Partial<BoundStep> = {}, id = 'test-holds'): BoundStep => ({
  planned: { id, kind: kind.key, title: 'the test holds', file: 'test.yaml', line: 1 },
  kind,
  spec: {},
  within: kind.within,
  holdFor: 0,
  requires: [],
  capture: {},
  needs: {},
  inner: [],
  span: { file: 'test.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 },
  ...more,
});

export const holds = { expected: 'it holds', actual: 'it holds' };
export const misses = { expected: 'it holds', actual: 'it does not' };
