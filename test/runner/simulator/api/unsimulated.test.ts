import assert from 'node:assert/strict';
import { kinds } from '../../../../runner/simulator/api/kinds/index.ts';
import builtIn from '../../../../runner/simulator/api/schema/resources.json' with { type: 'json' };
import { isUnsimulated, unsimulated, unsimulatedAt } from '../../../../runner/simulator/api/unsimulated.ts';

describe('kinds that are not simulated', () => {
  it('are the built-in ones that are not served', () => {
    assert.equal(isUnsimulated('rbac.authorization.k8s.io/v1', 'Role'), true);
    assert.equal(isUnsimulated('v1', 'PersistentVolumeClaim'), true);
    assert.equal(unsimulatedAt('autoscaling', 'v2', 'horizontalpodautoscalers')?.shortNames[0], 'hpa');
    for (const [apiVersion, kind] of [
      ['v1', 'Service'],
      ['authorization.k8s.io/v1', 'SelfSubjectAccessReview'],
      // No cluster of this release has these.
      ['v1', 'Servce'],
      ['policy/v1beta1', 'PodDisruptionBudget'],
      ['example.com/v1', 'Role'],
    ] as const)
      assert.equal(isUnsimulated(apiVersion, kind), false, kind);
    assert.ok(unsimulated.length > 20);
  });

  it('those that are served have the names of the release', () => {
    for (const { resource } of kinds) {
      const { group, version, kind, plural, namespaced, shortNames } = resource;
      const real = builtIn.find((each) => each.group === group && each.version === version && each.kind === kind);
      assert.deepEqual(real, { group, version, kind, plural, namespaced, shortNames });
    }
  });
});
