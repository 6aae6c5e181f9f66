import assert from 'node:assert/strict';
import { builtInResources } from '../../../tools/kubernetes-schema/resources.ts';

describe('built-in resources', () => {
  it('are those of the stable versions, without subresources', () => {
    const core = {
      groupVersion: 'v1',
      resources: [
        { name: 'pods', kind: 'Pod', namespaced: true, shortNames: ['po'] },
        { name: 'pods/log', kind: 'Pod', namespaced: true },
      ],
    };
    const roles = { resource: 'roles', responseKind: { kind: 'Role' }, scope: 'Namespaced' };
    const versions = [
      { version: 'v1', resources: [roles] },
      { version: 'v1beta1', resources: [roles] },
    ];
    assert.deepEqual(
      builtInResources(core, { items: [{ metadata: { name: 'rbac.authorization.k8s.io' }, versions }] }),
      [
        { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true, shortNames: ['po'] },
        {
          group: 'rbac.authorization.k8s.io',
          version: 'v1',
          kind: 'Role',
          plural: 'roles',
          namespaced: true,
          shortNames: [],
        },
      ],
    );
  });
});
