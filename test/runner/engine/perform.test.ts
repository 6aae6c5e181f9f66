import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { Unmet, Unobservable } from '../../../runner/core/rejection.ts';
import type { Finding } from '../../../runner/core/result.ts';
import { checkedSpec, performInner } from '../../../runner/engine/perform.ts';
import { failed, passed } from '../../../runner/steps/finding.ts';
import type { StepContext } from '../../../runner/steps/step.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { verdictOf } from '../../support/look.ts';
import { stepContext } from '../../support/step-context.ts';
import { boundStep, holds, misses, testKind } from '../../support/steps.ts';

const perform = async (look: (context: StepContext) => Promise<Finding>, within = 0, spec: object = {}) => {
  const kind = testKind(look, { within });
  const outer = boundStep(
    testKind(async () => passed(holds)),
    { inner: [{ kind, spec: {} }] },
  );
  const plain = stepContext(fakeCluster());
  const context = { ...plain, clock: { ...plain.clock, sleep: async () => undefined } };
  return performInner(outer, { [kind.key]: spec } as never, context, context.clock);
};

describe('performInner', () => {
  it('runs the inner step, within the time of its own kind', async () => {
    let looks = 0;
    const result = await perform(
      async () => (++looks < 3 ? failed('not-ready', 'Wait.', misses) : passed(holds)),
      1_000,
    );
    assert.deepEqual([verdictOf(result), result.attempts], ['passed', 3]);
  });

  it('turns a rejection into a result', async () => {
    assert.equal(verdictOf(await perform(() => Promise.reject(new Unmet('not-found', 'No.')))), 'failed not-found');
    assert.equal(verdictOf(await perform(() => Promise.reject(new Error('oops')))), 'error internal');
  });

  it('keeps its memory between looks, separate from the outer step', async () => {
    const seen: unknown[] = [];
    await perform(async ({ memory }) => {
      seen.push(memory.get('looks') ?? 0);
      memory.set('looks', Number(memory.get('looks') ?? 0) + 1);
      return seen.length < 2 ? failed('not-ready', 'Wait.', misses) : passed(holds);
    }, 1_000);
    assert.deepEqual(seen, [0, 1]);
  });

  it('checks the body again: an expression may have given it a wrong value', async () =>
    assert.equal(verdictOf(await perform(async () => passed(holds), 0, { text: 7 })), 'error spec-invalid'));

  it('runs only a step that the loader has bound', async () => {
    const outer = boundStep(testKind(async () => passed(holds)));
    await assert.rejects(
      performInner(outer, { 'test-holds': {} }, stepContext(fakeCluster()), manualClock()),
      /has no step test-holds/,
    );
  });
});

describe('checkedSpec', () => {
  const kind = testKind(async () => passed(holds));
  it('returns a valid body', () => assert.deepEqual(checkedSpec(kind, { text: 'a' }), { text: 'a' }));
  it('throws for an invalid body', () => assert.throws(() => checkedSpec(kind, { nope: 1 }), Unobservable));
});
