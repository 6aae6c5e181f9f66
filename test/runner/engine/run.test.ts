import assert from 'node:assert/strict';
import { failed, passed } from '../../../runner/steps/finding.ts';
import { runTest, testScenario } from '../../support/scenarios.ts';
import { boundStep, holds, misses, testKind } from '../../support/steps.ts';

/** A scenario that counts the scenarios that run at the same time. */
const counting = (names: string[]) => {
  let running = 0;
  const most: Record<string, number> = {};
  const scenarios = names.map((name) => {
    const kind = testKind(async () => {
      running++;
      for (const other of Object.keys(most)) most[other] = Math.max(most[other] ?? 0, running);
      most[name] = running;
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return passed(holds);
    });
    return testScenario([boundStep(kind)], { serial: name.startsWith('serial') }, name);
  });
  return { scenarios, most };
};

describe('run', () => {
  it('runs the requested number of scenarios at the same time', async () => {
    const { scenarios, most } = counting(['a', 'b', 'c', 'd', 'e']);
    await runTest(scenarios, { parallel: 2 });
    assert.equal(Math.max(...Object.values(most)), 2);
  });

  it('begins with scenarios that run kubectl', async () => {
    const good = testKind(async () => passed(holds));
    const scenarios = ['a', 'b', 'c'].map((id) =>
      testScenario([boundStep(good)], { needs: id === 'b' ? { kubectl: true } : {} }, id),
    );
    const { events } = await runTest(scenarios);
    const order = events.flatMap((event) => (event.type === 'scenario:start' ? [event.scenario] : []));
    assert.deepEqual(order, ['b', 'a', 'c']);
  });

  it('runs serial scenarios alone', async () => {
    const { scenarios, most } = counting(['serial-1', 'a', 'b', 'serial-2']);
    await runTest(scenarios, { parallel: 4 });
    assert.deepEqual([most['serial-1'], most['serial-2']], [1, 1]);
  });

  it('stops after the first failure if asked to, and says so', async () => {
    const bad = testKind(async () => failed('refused', 'no', misses));
    const good = testKind(async () => passed(holds));
    const { record } = await runTest(
      [testScenario([boundStep(bad)], {}, 'first'), testScenario([boundStep(good)], {}, 'second')],
      { failFast: true },
    );
    const last = record.scenarios[1]?.steps[0]?.result;
    assert.deepEqual([last?.outcome, last?.reason?.code], ['not-run', 'fail-fast']);
  });

  it('gives each scenario a namespace of its own', async () => {
    const { events } = await runTest(counting(['a', 'b', 'c', 'd', 'e', 'f']).scenarios, { parallel: 3 });
    const names = events.flatMap((event) => (event.type === 'scenario:start' ? [event.namespace] : []));
    assert.equal(new Set(names).size, 6);
  });
});
