import assert from 'node:assert/strict';
import { kindAt, kindOf, kinds } from '../../../../runner/simulator/api/kinds/index.ts';
import { apiVersionOf, clusterScoped, namespaced, qualifiedName } from '../../../../runner/simulator/api/resources.ts';

describe('resources', () => {
  const deployment = namespaced('apps/v1', 'Deployment', 'deployments');

  it('name groups as messages do', () => {
    assert.equal(apiVersionOf(deployment), 'apps/v1');
    assert.equal(qualifiedName(deployment), 'deployments.apps');
    assert.equal(qualifiedName(clusterScoped('v1', 'Node', 'nodes')), 'nodes');
  });

  it('are found by path and by kind', () => {
    assert.equal(kindAt('apps', 'v1', 'deployments')?.resource.kind, 'Deployment');
    assert.equal(kindAt('', 'v1', 'deployments'), undefined);
    assert.deepEqual(kindOf('Service')?.resource.shortNames, ['svc']);
    assert.equal(kindOf('Node')?.resource.namespaced, false);
  });

  it('no name means two kinds', () => {
    const owners = new Map<string, string>();
    for (const { resource } of kinds)
      for (const name of new Set([resource.plural, resource.singular, ...resource.shortNames])) {
        assert.equal(owners.get(name), undefined, name);
        owners.set(name, resource.kind);
      }
    assert.ok(kinds.length >= 22);
  });
});
