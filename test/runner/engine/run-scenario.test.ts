import assert from 'node:assert/strict';
import { ApiError } from '../../../runner/cluster/api-error.ts';
import type { RunRecord } from '../../../runner/core/result.ts';
import { failed, passed, unknown } from '../../../runner/steps/finding.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { runTest, testScenario } from '../../support/scenarios.ts';
import { boundStep, holds, misses, testKind } from '../../support/steps.ts';

const good = testKind(async () => passed({ ...holds, observation: { answer: 42 } }));
const bad = testKind(async () => failed('refused', 'refused', misses));
const unclear = testKind(async () => unknown('no-exit-status', 'no status', misses));

const outcomesOf = ({ scenarios }: RunRecord): string[] =>
  scenarios.flatMap(({ steps }) => steps.map(({ planned, result }) => `${planned.id} ${result.outcome}`));

describe('run-scenario', () => {
  it('runs steps in order and goes on after one that failed', async () => {
    const { record } = await runTest([testScenario([boundStep(bad, {}, 'a'), boundStep(good, {}, 'b')])]);
    assert.deepEqual(outcomesOf(record), ['a failed', 'b passed']);
    assert.equal(record.scenarios[0]?.outcome, 'failed');
  });

  it('skips steps that require a step that did not pass, and steps that require those', async () => {
    const { record } = await runTest([
      testScenario([
        boundStep(bad, {}, 'a'),
        boundStep(good, { requires: ['a'] }, 'b'),
        boundStep(good, { requires: ['b'] }, 'c'),
        boundStep(good, {}, 'd'),
      ]),
    ]);
    assert.deepEqual(outcomesOf(record), ['a failed', 'b skipped', 'c skipped', 'd passed']);
    assert.match(record.scenarios[0]?.steps[1]?.result.reason?.message ?? '', /Blocked by a/);
  });

  it('makes a fresh namespace and removes it, whatever the steps did', async () => {
    let seen = '';
    const spy = testKind(async ({ namespace, cluster }) => {
      seen = namespace;
      assert.ok(await cluster.api.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace }));
      throw new Error('boom');
    });
    const { cluster, record } = await runTest([testScenario([boundStep(spy)])]);
    assert.match(seen, /^plumbline-/);
    assert.equal(record.scenarios[0]?.outcome, 'error');
    assert.equal(await cluster.api.get({ apiVersion: 'v1', kind: 'Namespace', name: seen }), undefined);
  });

  it('keeps the namespace only of a scenario that did not pass, and only if asked to', async () => {
    const { cluster } = await runTest(
      [testScenario([boundStep(bad)], {}, 'bad'), testScenario([boundStep(good)], {}, 'good')],
      { keep: true },
    );
    assert.equal((await cluster.api.list({ apiVersion: 'v1', kind: 'Namespace' })).items.length, 1);
  });

  it('applies given objects in its own namespace, and keeps cluster-scoped ones until the end', async () => {
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { ns: '${namespace}' } };
    const ingressClass = { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'mine' } };
    const look = testKind(async ({ cluster, namespace }) => {
      const found = await cluster.api.get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'c', namespace });
      assert.deepEqual(found?.['data'], { ns: namespace });
      assert.ok(cluster.api);
      return passed(holds);
    });
    const given = [{ title: 'manifest', objects: [config, ingressClass] }];
    const { cluster, record } = await runTest([testScenario([boundStep(look)], { given })]);
    assert.equal(record.scenarios[0]?.outcome, 'passed', JSON.stringify(record.scenarios[0]));
    const classes = await cluster.api.list({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' });
    assert.deepEqual(classes.items, []);
  });

  it('fails if the API server refuses the set-up, and runs no step', async () => {
    const cluster = fakeCluster();
    cluster.api.apply = async () => {
      throw new ApiError(422, 'Invalid', 'spec.ports: Required value');
    };
    const given = [{ title: 'manifest', objects: [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 's' } }] }];
    const { record } = await runTest([testScenario([boundStep(good)], { given })], { cluster });
    const [scenario] = record.scenarios;
    assert.deepEqual(outcomesOf(record), ['test-holds skipped']);
    assert.deepEqual([scenario?.outcome, scenario?.troubles[0]?.outcome], ['failed', 'failed']);
    assert.match(scenario?.troubles[0]?.diagnostic.message ?? '', /Service s: spec.ports: Required value/);
  });

  it('skips a scenario whose needs are unmet, and makes it an error when strict', async () => {
    const cluster = fakeCluster();
    cluster.provide = async () => ['It needs 3 nodes; the cluster has 1.'];
    const scenario = testScenario([boundStep(good)], { needs: { nodes: 3 } });
    assert.deepEqual(outcomesOf((await runTest([scenario], { cluster })).record), ['test-holds skipped']);
    assert.deepEqual(outcomesOf((await runTest([scenario], { cluster, strict: true })).record), ['test-holds error']);
  });

  it('runs clean-up steps whatever happened', async () => {
    const { record } = await runTest([
      testScenario([boundStep(bad, {}, 'a')], { cleanup: [boundStep(good, {}, 'z')] }),
    ]);
    assert.deepEqual(outcomesOf(record), ['a failed', 'z passed']);
  });

  it('names the objects that it could not remove', async () => {
    const cluster = fakeCluster();
    cluster.api.delete = async () => {
      throw new ApiError(500, 'InternalError', 'etcd is gone');
    };
    const { record } = await runTest([testScenario([boundStep(good)])], { cluster });
    const trouble = record.scenarios[0]?.troubles[0];
    assert.deepEqual([record.scenarios[0]?.outcome, trouble?.phase], ['error', 'cleanup']);
    assert.match(trouble?.leftovers?.[0] ?? '', /^namespace plumbline-/);
  });

  it('makes the running step unknown and the rest not run after an interruption, and still cleans up', async () => {
    const controller = new AbortController();
    const interrupt = testKind(async () => {
      controller.abort(new Error('interrupted'));
      return failed('refused', 'cut off', misses);
    });
    const { record, cluster } = await runTest(
      [testScenario([boundStep(interrupt, { within: 60_000 }, 'a'), boundStep(good, {}, 'b')])],
      { signal: controller.signal },
    );
    assert.deepEqual(outcomesOf(record), ['a error', 'b not-run']);
    assert.deepEqual((await cluster.api.list({ apiVersion: 'v1', kind: 'Namespace' })).items, []);
  });

  it('counts an error as worse than a failure', async () => {
    const { record } = await runTest([testScenario([boundStep(bad, {}, 'a'), boundStep(unclear, {}, 'b')])]);
    assert.equal(record.scenarios[0]?.outcome, 'error');
  });

  it('passes captured values to later steps', async () => {
    const texts: unknown[] = [];
    const reader = testKind(async () => passed(holds), {
      run: async (spec) => {
        texts.push(spec.text);
        return passed(holds);
      },
    });
    const { record } = await runTest([
      testScenario([
        boundStep(good, { capture: { it: 'answer' } }, 'a'),
        boundStep(reader, { spec: { text: 'the answer is ${it}' } }, 'b'),
      ]),
    ]);
    assert.deepEqual(outcomesOf(record), ['a passed', 'b passed']);
    assert.deepEqual(texts, ['the answer is 42']);
  });

  it('shows titles with their values', async () => {
    const step = boundStep(good);
    step.planned.title = 'looks at ${namespace}';
    const { record } = await runTest([testScenario([step])]);
    const [scenario] = record.scenarios;
    assert.equal(scenario?.steps[0]?.result.title, `looks at ${scenario?.namespace}`);
  });
});
