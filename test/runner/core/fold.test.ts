import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunEvent } from '../../../runner/core/events.ts';
import { exitCodeOf, fold, startFold, tally } from '../../../runner/core/fold.ts';
import { killedInStep, sampleRun, stepResult, until } from '../../support/sample-run.ts';

const spread = 'scenarios/05-services/spread';

describe('fold', () => {
  it('reads a whole run', () => {
    const record = fold(sampleRun);
    assert.equal(record.complete, true);
    assert.equal(record.interrupted, 'SIGINT');
    assert.equal(record.durationMs, 41_300);
    assert.equal(record.cluster?.provider, 'kind');
    assert.deepEqual(
      record.boot.map(({ endMs }) => endMs),
      [12_100, 30_400],
    );
    assert.deepEqual(
      record.scenarios.map(({ outcome }) => outcome),
      ['error', 'skipped', 'failed', 'error', 'not-run'],
    );
    assert.equal(record.scenarios[0]?.namespace, 'plumbline-k7x2-bcdfgh');
    assert.deepEqual(
      record.troubles.map(({ diagnostic }) => diagnostic.code),
      ['report-unwritable'],
    );
    assert.deepEqual(tally(record), { passed: 2, failed: 2, error: 1, skipped: 3, 'not-run': 3 });
  });

  it('every beginning of a run is a record that names every planned step and is not green', () => {
    const planned = fold(sampleRun).scenarios.map(({ planned: { id, steps } }) => [id, steps.length]);
    for (let end = 0; end < sampleRun.length; end++) {
      const record = fold(sampleRun.slice(0, end));
      assert.equal(record.complete, false);
      assert.notEqual(exitCodeOf(record), 0);
      assert.ok(record.troubles.some(({ diagnostic }) => diagnostic.code === 'run-incomplete'));
      if (end > 0)
        assert.deepEqual(
          record.scenarios.map(({ planned: { id, steps } }) => [id, steps.length]),
          planned,
        );
    }
  });

  it('distinguishes the step that was running at the end from those that never ran', () => {
    const [scenario] = fold(killedInStep).scenarios;
    assert.deepEqual(
      scenario?.steps.map(({ result }) => [result.outcome, result.reason?.code]),
      [
        ['passed', undefined],
        ['error', 'never-ran'],
        ['not-run', 'never-ran'],
        ['not-run', 'never-ran'],
      ],
    );
    assert.match(scenario?.steps[1]?.result.reason?.message ?? '', /ended while this step was running/);
    assert.equal(scenario?.outcome, 'error');
  });

  it('names the namespaces that a killed run left', () => {
    const [trouble] = fold(killedInStep).troubles;
    assert.deepEqual(trouble?.leftovers, ['namespace plumbline-k7x2-bcdfgh', 'namespace plumbline-k7x2-jklmnp']);
  });

  it('names the phase in which the boot ended', () => {
    const record = fold(until((event) => event.type === 'cluster:phase' && event.phase === 'kubeadm init'));
    assert.match(record.troubles[0]?.diagnostic.message ?? '', /in the phase kubeadm init/);
  });

  it('a scenario that ended in its clean-up is an error although every step passed', () => {
    const events = until((event) => event.type === 'step:end' && event.step === 'curl-2').map((event) =>
      event.type === 'step:end' ? { ...event, result: stepResult('passed') } : event,
    );
    const [scenario] = fold(events).scenarios;
    assert.ok(scenario?.steps.every(({ result }) => result.outcome === 'passed'));
    assert.equal(scenario?.outcome, 'error');
    assert.equal(scenario?.troubles[0]?.phase, 'cleanup');
  });

  it('says that a step that never began was interrupted', () => {
    const events = until(({ type }) => type === 'run:interrupted');
    const step = fold(events).scenarios.at(-1)?.steps[0];
    assert.equal(step?.result.outcome, 'not-run');
    assert.equal(step?.result.reason?.code, 'interrupted');
  });

  it('counts events that came twice once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(sampleRun.length - 1), { maxLength: 20 }), (again) => {
        const events = sampleRun.flatMap((event, index) => (again.includes(index) ? [event, event] : [event]));
        assert.deepEqual(fold(events), fold(sampleRun));
      }),
    );
    assert.deepEqual(fold([...sampleRun, ...sampleRun]), fold(sampleRun));
  });

  it('keeps the worse of two results of one step', () => {
    const end = (outcome: 'passed' | 'failed'): RunEvent => ({
      type: 'step:end',
      at: '2026-03-01T09:31:00.000Z',
      scenario: spread,
      step: 'curl-hits-distinct-pods',
      result: stepResult(outcome),
    });
    for (const extra of [
      [end('failed'), end('passed')],
      [end('passed'), end('failed')],
    ])
      assert.equal(fold([...sampleRun, ...extra]).scenarios[0]?.steps[0]?.result.outcome, 'failed');
  });

  it('loses no result of a scenario whose plan was lost', () => {
    const record = fold(sampleRun.slice(1));
    assert.equal(record.complete, false);
    assert.equal(exitCodeOf({ ...record, interrupted: 'none' } as typeof record), 3);
    const step = record.scenarios[0]?.steps.find(({ planned: { id } }) => id === 'ping-fails-on-cluster-ip');
    assert.equal(step?.result.outcome, 'failed');
    assert.equal(step?.planned.title, 'a ping to the cluster IP of kubia is lost');
  });

  it('refuses a newer version, and does not throw', () => {
    const record = fold(sampleRun.map((event) => (event.type === 'run:start' ? { ...event, version: 99 } : event)));
    assert.deepEqual(record.scenarios, []);
    assert.deepEqual(
      record.troubles.map(({ diagnostic }) => diagnostic.code),
      ['record-damaged'],
    );
    assert.match(record.troubles[0]?.diagnostic.message ?? '', /version 99.*up to 1/);
    assert.equal(exitCodeOf(record), 3);
  });

  it('gives an incomplete record if there are no events', () => {
    const record = startFold().record();
    assert.equal(record.complete, false);
    assert.equal(exitCodeOf(record), 3);
  });
});
