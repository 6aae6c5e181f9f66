import assert from 'node:assert/strict';
import { limits } from '../../../runner/simulator/limits.ts';

describe('limits of the simulator', () => {
  for (const [apiVersion, kind, expected] of [
    ['v1', 'Pod', false],
    ['v1', 'PersistentVolume', true],
    ['rbac.authorization.k8s.io/v1', 'Role', true],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', true],
    ['batch/v1', 'CronJob', false],
    ['v1', 'Servce', false],
    ['v1', 'Role', false],
    ['example.com/v1', 'Foo', false],
  ] as const)
    it(`${kind} (${apiVersion}): ${expected ? 'lacking' : 'simulated, or in no cluster'}`, () =>
      assert.equal(limits.lacksKind(apiVersion, kind), expected));

  it('lacks the images that it does not know and that nobody describes', () => {
    assert.equal(limits.lacksImage('luksa/kubia:v2', []), false);
    assert.equal(limits.lacksImage('shop/web:1', []), true);
    assert.equal(limits.lacksImage('shop/web:1', ['shop/web']), false);
    assert.equal(limits.lacksImage('shop/web:1', ['shop/web:2']), true);
    assert.equal(limits.lacksImage('No Image', []), false);
  });
});
