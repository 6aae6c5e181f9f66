import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { failed, passed } from '../../../runner/steps/finding.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { runTest, testScenario } from '../../support/scenarios.ts';
import { boundStep, holds, misses, testKind } from '../../support/steps.ts';

describe('run-step', () => {
  for (const [strict, outcome] of [
    [false, 'skipped'],
    [true, 'error'],
  ] as const) {
    it(`makes a step with an unmet need ${outcome} ${strict ? 'if strict' : ''}`, async () => {
      const asked: unknown[] = [];
      const cluster = fakeCluster();
      cluster.provide = async (needs) => {
        asked.push(needs);
        return needs.ingress ? ['There is no ingress controller.'] : [];
      };
      const kind = testKind(async () => assert.fail('it must not run'), { needs: () => ({ ingress: true }) });
      const step = boundStep(kind, { needs: { nodes: 2 } });
      const { record } = await runTest([testScenario([step])], { cluster, strict });
      const result = record.scenarios[0]?.steps[0]?.result;
      assert.deepEqual([result?.outcome, result?.reason?.code], [outcome, 'needs-unmet']);
      assert.deepEqual(asked.at(-1), { nodes: 2, ingress: true });
    });
  }

  it('reports its progress, at most a few times a second', async () => {
    const clock = manualClock();
    const bad = testKind(async () => failed('refused', 'nobody listens', misses));
    const running = runTest([testScenario([boundStep(bad, { within: 3_000 })])], { clock });
    await clock.advance(60_000);
    const { events } = await running;
    const progress = events.filter(({ type }) => type === 'step:progress');
    assert.ok(progress.length >= 3 && progress.length <= 11, `${progress.length}`);
    assert.match(JSON.stringify(progress[0]), /nobody listens/);
  });

  it('looks again as soon as a watched object changes', async () => {
    const clock = manualClock();
    let looks = 0;
    const kind = testKind(async () => (++looks < 3 ? failed('not-ready', 'not yet', misses) : passed(holds)), {
      watches: () => [{ apiVersion: 'v1', kind: 'Pod' }],
    });
    // A change ends every wait at once, so no time passes.
    const changes = { subscribe: () => ({ changed: async () => true }) };
    const { record } = await runTest([testScenario([boundStep(kind, { within: 60_000 })])], { clock, changes });
    const result = record.scenarios[0]?.steps[0]?.result;
    assert.deepEqual([result?.outcome, result?.attempts, result?.durationMs], ['passed', 3, 0]);
  });
});
