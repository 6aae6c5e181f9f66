import assert from 'node:assert/strict';
import { ApiError } from '../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { systemClock } from '../../../runner/core/clock.ts';
import { scenarioAnnotation } from '../../../runner/core/simulated-image.ts';
import { passed } from '../../../runner/steps/finding.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { runTest, testScenario } from '../../support/scenarios.ts';
import { boundStep, holds, testKind } from '../../support/steps.ts';

describe('environment', () => {
  it('creates the other namespaces of a scenario, and removes them', async () => {
    const names: string[] = [];
    const look = testKind(async ({ cluster }) => {
      const { items } = await cluster.api.list({ apiVersion: 'v1', kind: 'Namespace' });
      names.push(...items.map((each) => each.metadata.name));
      for (const { metadata } of items) assert.deepEqual(metadata.annotations, { [scenarioAnnotation]: 'test' });
      return passed(holds);
    });
    const { cluster } = await runTest([testScenario([boundStep(look)], { namespaces: ['elsewhere'] })]);
    assert.equal(names.length, 2);
    assert.ok(names.some((name) => name.endsWith('-elsewhere')));
    assert.deepEqual((await cluster.api.list({ apiVersion: 'v1', kind: 'Namespace' })).items, []);
  });

  it('waits until the namespace of a serial scenario is gone', async () => {
    for (const serial of [true, false]) {
      const cluster = fakeCluster();
      const remove = cluster.api.delete;
      let gone = false;
      // A real namespace disappears some time after its deletion.
      cluster.api.delete = async (reference, options) => {
        if (reference.kind !== 'Namespace' || gone) return remove(reference, options);
        return true;
      };
      const get = cluster.api.get;
      let looks = 0;
      cluster.api.get = async (reference, signal) => {
        const found = await get(reference, signal);
        if (reference.kind !== 'Namespace' || !found) return found;
        looks += 1;
        gone = looks > 2;
        return gone ? undefined : found;
      };
      await runTest([testScenario([boundStep(testKind(async () => passed(holds)))], { serial })], {
        cluster,
        clock: systemClock,
      });
      assert.equal(looks, serial ? 3 : 0);
    }
  });

  it('keeps the namespace that an object names itself', async () => {
    const config: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'far', namespace: '${namespace.elsewhere}' },
    };
    const look = testKind(async ({ cluster, namespace }) => {
      const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'far' };
      assert.equal(await cluster.api.get({ ...reference, namespace }), undefined);
      assert.ok(await cluster.api.get({ ...reference, namespace: `${namespace}-elsewhere` }));
      return passed(holds);
    });
    const given = [{ title: 'manifest', objects: [config] }];
    const { record } = await runTest([testScenario([boundStep(look)], { namespaces: ['elsewhere'], given })]);
    assert.equal(record.scenarios[0]?.outcome, 'passed', JSON.stringify(record.scenarios[0]?.steps[0]?.result));
  });

  const ingressClass = (labels: Record<string, string>): KubernetesObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'traefik', labels },
    spec: { controller: 'traefik.io/ingress-controller' },
  });
  const given = [
    { title: 'one', objects: [ingressClass({ owner: 'student' })] },
    { title: 'two', objects: [{ ...ingressClass({ more: 'yes' }), metadata: { name: 'fresh' } }] },
  ];
  const classes = (cluster: ReturnType<typeof fakeCluster>) =>
    [...cluster.api.objects.values()].filter(({ kind }) => kind === 'IngressClass');

  it('removes given objects and restores the objects that it changed, for the next scenario', async () => {
    const cluster = fakeCluster({ objects: [ingressClass({ owner: 'cluster' })] });
    const seen: unknown[] = [];
    const look = testKind(async () => {
      seen.push(classes(cluster).map(({ metadata }) => [metadata.name, metadata.labels?.['owner']]));
      return passed(holds);
    });
    const next = testScenario([boundStep(look)], {}, 'next');
    const { record } = await runTest([testScenario([boundStep(look)], { given }), next], { cluster });
    assert.deepEqual(
      record.scenarios.map(({ outcome, troubles }) => [outcome, troubles]),
      [
        ['passed', []],
        ['passed', []],
      ],
    );
    const during = [
      ['traefik', 'student'],
      ['fresh', undefined],
    ];
    assert.deepEqual(seen, [during, [['traefik', 'cluster']]]);
  });

  it('reports objects that it could not restore', async () => {
    const cluster = fakeCluster({ objects: [ingressClass({ owner: 'cluster' })] });
    cluster.api.patch = async () => {
      throw new ApiError(403, 'Forbidden', 'not yours');
    };
    const look = boundStep(testKind(async () => passed(holds)));
    const { record } = await runTest([testScenario([look], { given })], { cluster });
    const [scenario] = record.scenarios;
    assert.equal(scenario?.outcome, 'error');
    assert.deepEqual(
      scenario?.troubles.map(({ phase, diagnostic, leftovers }) => [phase, diagnostic, leftovers]),
      [
        [
          'cleanup',
          { code: 'cleanup-failed', message: 'restore ingressclass/traefik: not yours' },
          ['restore ingressclass/traefik'],
        ],
      ],
    );
    // One failure does not skip the rest.
    assert.deepEqual(
      classes(cluster).map(({ metadata }) => metadata.name),
      ['traefik'],
    );
  });

  it('checks a body again after its expressions have values', async () => {
    const looked = boundStep(
      testKind(async () => passed(holds)),
      { spec: { text: '${size}' } },
    );
    const { record } = await runTest([testScenario([looked], { vars: { size: 3 } })]);
    const result = record.scenarios[0]?.steps[0]?.result;
    assert.deepEqual([result?.outcome, result?.reason?.code], ['error', 'spec-invalid']);
  });

  it('starts the probe pod once, beside the given objects, and only if a step uses it', async () => {
    const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    const applied: string[] = [];
    const cluster = fakeCluster();
    const { apply } = cluster.api;
    cluster.api.apply = (object, options) => {
      applied.push(object.kind);
      return apply(object.kind === 'Pod' ? { ...object, status: ready } : object, options);
    };
    const look = testKind(async ({ vantage }) => {
      assert.deepEqual((await vantage('probe')).place, 'pod');
      return passed(holds);
    });
    const step = (id: string, from: string) => boundStep(look, { spec: { from } }, id);
    const { record } = await runTest([testScenario([step('a', 'probe'), step('b', 'probe')])], { cluster });
    assert.equal(record.scenarios[0]?.outcome, 'passed', JSON.stringify(record.scenarios[0]));
    assert.deepEqual(applied, ['Pod']);
    applied.length = 0;
    await runTest(
      [
        testScenario([
          boundStep(
            testKind(async () => passed(holds)),
            { spec: { from: 'outside' } },
          ),
        ]),
      ],
      { cluster },
    );
    assert.deepEqual(applied, []);
  });
});
