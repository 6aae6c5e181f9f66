import assert from 'node:assert/strict';
import {
  aggregated,
  groupInfo,
  groupList,
  resourceList,
  versionInfo,
} from '../../../../../runner/simulator/api/http/discovery.ts';

describe('discovery', () => {
  it('is Kubernetes 1.34', () => assert.equal(versionInfo['minor'], '34'));

  it('lists the resources of a group with their subresources', () => {
    const { resources } = resourceList('apps', 'v1') as { resources: { name: string; group?: string }[] };
    assert.ok(resources.some(({ name }) => name === 'deployments'));
    assert.equal(resources.find(({ name }) => name === 'deployments/scale')?.group, 'autoscaling');
    assert.equal(resourceList('nope', 'v1'), undefined);
    assert.equal(resourceList('apps', 'v1beta1'), undefined);
  });

  it('names each group once, in both forms', () => {
    const names = (groupList()['groups'] as { name: string }[]).map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.equal((aggregated(false)['items'] as unknown[]).length, names.length);
    assert.equal((aggregated(true)['items'] as unknown[]).length, 1);
    assert.ok(groupInfo('apps'));
  });

  it('lists kinds that are not simulated without verbs, in all their versions', () => {
    const { resources } = resourceList('autoscaling', 'v1') as { resources: { kind: string; verbs: string[] }[] };
    assert.deepEqual(
      resources.map(({ kind, verbs }) => [kind, verbs]),
      [['HorizontalPodAutoscaler', []]],
    );
    const { versions } = groupInfo('autoscaling') as { versions: { version: string }[] };
    assert.deepEqual(
      versions.map(({ version }) => version),
      ['v2', 'v1'],
    );
  });
});
