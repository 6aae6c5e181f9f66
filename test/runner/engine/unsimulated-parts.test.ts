import assert from 'node:assert/strict';
import { failed, passed, unknown } from '../../../runner/steps/finding.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { runTest, testScenario } from '../../support/scenarios.ts';
import { boundStep, holds, misses, testKind } from '../../support/steps.ts';

const image = 'the image shop/web:1';

/** Runs a step of each kind on a cluster that lacks the image while the step runs for which it says so. */
const runWith = async (needed: () => string[], ...looks: Parameters<typeof testKind>[0][]) => {
  const cluster = Object.assign(fakeCluster(), { notSimulated: needed });
  const steps = looks.map((look, index) => boundStep(testKind(look), {}, `step-${index}`));
  const { record } = await runTest([testScenario(steps)], { cluster });
  const [scenario] = record.scenarios;
  return {
    results: scenario?.steps.map(({ result: { outcome, reason } }) => `${outcome} ${reason?.code ?? ''}`.trim()),
    things: scenario?.steps.map(({ result }) => result.notSimulated),
    troubles: scenario?.troubles,
    outcome: scenario?.outcome,
  };
};

describe('parts that are not simulated', () => {
  const fails = async () => failed('refused', 'nobody listens', misses);
  const passes = async () => passed(holds);

  it('a step that fails while a pod lacks its image is an error, and tells it', async () => {
    const { results, things, troubles, outcome } = await runWith(() => [image], fails, passes);
    assert.deepEqual(results, ['error not-simulated', 'passed']);
    assert.deepEqual(things, [[image], undefined]);
    assert.deepEqual([troubles, outcome], [[], 'error']);
  });

  it('a step keeps its own verdict when the API server alone gave it, or when it is an error already', async () => {
    const { results } = await runWith(
      () => [image],
      async () => failed('request-refused', 'spec.ports: Required value', misses),
      async () => unknown('exec-failed', 'no container', misses),
    );
    assert.deepEqual(results, ['failed request-refused', 'error exec-failed']);
  });

  it('a scenario in which every step passes is not green: a pod might answer on a real cluster', async () => {
    const { results, troubles, outcome } = await runWith(() => [image], passes);
    assert.deepEqual(results, ['passed']);
    assert.equal(troubles?.length, 1);
    assert.equal(troubles?.[0]?.diagnostic.message, 'The image shop/web:1 is not simulated.');
    assert.deepEqual([troubles?.[0]?.notSimulated, outcome], [[image], 'error']);
  });

  it('a failure is the fault of the objects again as soon as no pod lacks an image', async () => {
    const needed = [[image], []];
    const { results } = await runWith(() => needed.shift() ?? [], passes, fails);
    assert.deepEqual(results, ['passed', 'failed refused']);
  });

  it('a real cluster never says anything', async () => {
    const cluster = fakeCluster();
    const { record } = await runTest([testScenario([boundStep(testKind(fails))])], { cluster });
    assert.equal(record.scenarios[0]?.steps[0]?.result.reason?.code, 'refused');
  });
});
