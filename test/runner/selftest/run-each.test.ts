import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { seededRandom } from '../../../runner/core/random.ts';
import type { ScenarioRecord } from '../../../runner/core/result.ts';
import { impatient, runEach } from '../../../runner/selftest/run-each.ts';
import { failed, passed } from '../../../runner/steps/finding.ts';
import { readyCluster, testScenario } from '../../support/scenarios.ts';
import { boundStep, holds, misses, testKind } from '../../support/steps.ts';

describe('runEach', () => {
  it('yields each scenario when it ends, with its steps and its set-up', async () => {
    const records: ScenarioRecord[] = [];
    await runEach(
      [
        testScenario([boundStep(testKind(async () => passed(holds)))], {}, 'good'),
        testScenario([boundStep(testKind(async () => failed('refused', 'no', misses)))], {}, 'bad'),
      ],
      {
        runId: 'test-run',
        cluster: readyCluster(),
        changes: { subscribe: () => ({ changed: async () => false }) },
        clock: manualClock(),
        random: seededRandom(1),
        signal: new AbortController().signal,
        parallel: 2,
      },
      (record) => records.push(record),
    );
    assert.deepEqual(
      records
        .map(({ planned, outcome, steps }) => [planned.id, outcome, steps.map(({ result }) => result.outcome)])
        .sort(),
      [
        ['bad', 'failed', ['failed']],
        ['good', 'passed', ['passed']],
      ],
    );
  });

  it('stops early when it is asked to', () => {
    const steps = [
      boundStep(
        testKind(async () => passed(holds)),
        { within: 30_000 },
      ),
      boundStep(
        testKind(async () => passed(holds)),
        { within: 5 },
      ),
    ];
    assert.deepEqual(
      impatient(testScenario(steps), 1_000).steps.map(({ within }) => within),
      [1_000, 5],
    );
  });
});
