import assert from 'node:assert/strict';
import {
  apiVersionOf,
  qualifiedName,
  resourceAt,
  resourceOf,
  resources,
} from '../../../../runner/simulator/api/resources.ts';

describe('resources', () => {
  it('finds kinds by path and by kind', () => {
    assert.equal(resourceAt('apps', 'v1', 'deployments')?.kind, 'Deployment');
    assert.equal(resourceAt('', 'v1', 'deployments'), undefined);
    assert.deepEqual(resourceOf('Service')?.shortNames, ['svc']);
    assert.equal(resourceOf('Node')?.namespaced, false);
  });

  it('names groups as messages do', () => {
    const deployment = resourceOf('Deployment');
    assert.ok(deployment);
    assert.equal(apiVersionOf(deployment), 'apps/v1');
    assert.equal(qualifiedName(deployment), 'deployments.apps');
  });

  it('no name means two kinds', () => {
    const owners = new Map<string, string>();
    for (const { kind, plural, singular, shortNames } of resources)
      for (const name of new Set([plural, singular, ...shortNames])) {
        assert.equal(owners.get(name), undefined, name);
        owners.set(name, kind);
      }
    assert.equal(resources.length, 22);
  });
});
