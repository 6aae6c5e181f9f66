import assert from 'node:assert/strict';
import { ApiError, UnreachableError } from '../../../runner/cluster/api-error.ts';
import { type Clock, manualClock } from '../../../runner/core/clock.ts';
import { seededRandom } from '../../../runner/core/random.ts';
import type { Finding, StepResult } from '../../../runner/core/result.ts';
import { type AttemptOptions, attemptStep } from '../../../runner/engine/attempt.ts';
import { failed, passed, Unmet, Unobservable, unknown } from '../../../runner/steps/finding.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { boundStep, holds, misses, testKind } from '../../support/steps.ts';

interface Attempt {
  result: Promise<StepResult>;
  clock: ReturnType<typeof manualClock>;
  progress: string[];
}

const attempt = (
  look: (number: number, clock: Clock) => Promise<Finding> | Finding,
  step: { within?: number; holdFor?: number } = {},
  signal = new AbortController().signal,
  changed?: AttemptOptions['changed'],
): Attempt => {
  const clock = manualClock();
  const progress: string[] = [];
  let looks = 0;
  const kind = { ...testKind(async () => look(++looks, clock)), ...(changed && { watches: () => [] }) };
  const result = attemptStep(boundStep(kind, step), {
    clock,
    wall: clock,
    signal,
    resolve: async () => ({}),
    context: (stepSignal) => ({
      cluster: fakeCluster(),
      namespace: 'test',
      clock,
      random: seededRandom(1),
      signal: stepSignal,
      memory: new Map(),
      vantage: async () => ({ place: 'outside' }),
      onCleanup: () => undefined,
      perform: async () => assert.fail('nothing is inside'),
    }),
    ...(changed && { changed }),
    onProgress: (_attempt, message) => progress.push(message),
  });
  return { result, clock, progress };
};

describe('attempt', () => {
  it('looks until the expectation is met, and counts the looks', async () => {
    const { result, clock, progress } = attempt(
      (look) => (look < 3 ? failed('refused', `look ${look}`, misses) : passed(holds)),
      { within: 5_000 },
    );
    await clock.advance(5_000);
    const { outcome, attempts } = await result;
    assert.deepEqual([outcome, attempts, progress], ['passed', 3, ['look 1', 'look 2']]);
  });

  it('ends with the last look when the time is over', async () => {
    const { result, clock } = attempt((look) => failed('refused', `look ${look}`, misses), { within: 1_000 });
    await clock.advance(10_000);
    const { outcome, reason, attempts, durationMs } = await result;
    assert.deepEqual([outcome, reason?.message, durationMs], ['failed', `look ${attempts}`, 1_000]);
  });

  it('watches only after a first look that did not hold, and then looks at each change', async () => {
    const asked: number[] = [];
    const changed = () => async (within: number) => asked.push(within);
    const neverAsked = () => assert.fail('a watch was opened');
    assert.equal((await attempt(() => passed(holds), { within: 5_000 }, undefined, neverAsked).result).attempts, 1);
    const { result } = attempt(
      (look) => (look < 3 ? failed('refused', 'not yet', misses) : passed(holds)),
      { within: 1_500 },
      undefined,
      changed,
    );
    assert.deepEqual([(await result).attempts, asked], [3, [1_000, 1_000]]);
  });

  it('looks by a timer while the values for the watch are unknown', async () => {
    const { result, clock } = attempt(
      (look) => (look < 3 ? failed('refused', 'not yet', misses) : passed(holds)),
      { within: 5_000 },
      undefined,
      () => undefined,
    );
    await clock.advance(200);
    assert.equal((await result).attempts, 3);
  });

  it('tries again after an error, and an unknown result stays unknown', async () => {
    const { result, clock } = attempt(() => unknown('no-exit-status', 'no status', misses), { within: 1_000 });
    await clock.advance(10_000);
    assert.equal((await result).outcome, 'error');
  });

  it('does not go on after a skip', async () => {
    const { result } = attempt(() => ({ ...failed('needs-unmet', 'no', misses), outcome: 'skipped' }), {
      within: 60_000,
    });
    assert.deepEqual([(await result).outcome, (await result).attempts], ['skipped', 1]);
  });

  it('does not look again if the result is final', async () => {
    const { result } = attempt(() => failed('not-found', 'nothing to delete', { ...misses, final: true }), {
      within: 60_000,
    });
    const { outcome, attempts } = await result;
    assert.deepEqual([outcome, attempts, 'final' in (await result)], ['failed', 1, false]);
  });

  it('fails if the expectation stops being met within `for`', async () => {
    const { result, clock } = attempt(
      (look) => (look < 4 ? passed(holds) : failed('reachable', 'it answered', misses)),
      { within: 1_000, holdFor: 3_000 },
    );
    await clock.advance(10_000);
    const { outcome, reason } = await result;
    assert.deepEqual([outcome, reason?.code], ['failed', 'did-not-hold']);
    assert.match(reason?.message ?? '', /it answered/);
  });

  it('passes if the expectation is met all through `for`', async () => {
    const { result, clock } = attempt(() => passed(holds), { holdFor: 3_000 });
    await clock.advance(10_000);
    const { outcome, durationMs, attempts } = await result;
    assert.equal(outcome, 'passed');
    assert.equal(durationMs, 3_000);
    assert.ok(attempts > 3);
  });

  const faults: [string, unknown, Finding['outcome'], string][] = [
    ['a fault of the objects under test', new Unmet('not-found', 'no Service'), 'failed', 'not-found'],
    ['a program that the vantage point lacks', new Unobservable('tool-missing', 'no ping'), 'error', 'tool-missing'],
    ['a refused request', new ApiError(422, 'Invalid', 'port'), 'failed', 'request-refused'],
    ['an internal error of the server', new ApiError(500, 'InternalError', 'etcd'), 'error', 'cluster-error'],
    ['too many requests', new ApiError(429, 'TooManyRequests', 'later'), 'error', 'cluster-error'],
    ['no answer', new UnreachableError('GET /api'), 'error', 'cluster-error'],
    ['anything unforeseen', new TypeError('undefined is not a function'), 'error', 'internal'],
  ];
  for (const [name, cause, outcome, code] of faults) {
    it(`turns ${name} into ${outcome}`, async () => {
      const { result } = attempt(() => {
        throw cause;
      });
      assert.deepEqual([(await result).outcome, (await result).reason?.code], [outcome, code]);
    });
  }

  it('rejects only when the run is interrupted', async () => {
    const controller = new AbortController();
    const { result, clock } = attempt(() => failed('refused', 'no', misses), { within: 60_000 }, controller.signal);
    await clock.advance(100);
    controller.abort(new Error('interrupted'));
    await assert.rejects(result, /interrupted/);
  });
});
