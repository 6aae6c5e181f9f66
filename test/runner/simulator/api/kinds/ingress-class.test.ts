import assert from 'node:assert/strict';
import { makeApi, rowOf } from '../../cluster.ts';

describe('IngressClass', () => {
  for (const [controller, message] of [
    ['', 'spec.controller: Required value'],
    ['foo', 'spec.controller: Invalid value: "foo": must be a domain-prefixed path (such as "acme.io/foo")'],
    ['/foo', 'spec.controller: Invalid value: "/foo": must be a domain-prefixed path (such as "acme.io/foo")'],
  ] as const)
    it(message, () =>
      assert.throws(() => makeApi().create('IngressClass', { metadata: { name: 'c' }, spec: { controller } }), {
        message: `IngressClass.networking.k8s.io "c" is invalid: ${message}`,
      }),
    );

  it('keeps its controller', () => {
    const { create, update } = makeApi();
    assert.equal(
      create('IngressClass', { metadata: { name: 'c' }, spec: { controller: 'a/b' } }).metadata.generation,
      1,
    );
    assert.throws(
      () => update('IngressClass', 'c', (current) => ({ ...current, spec: { controller: 'c/d' } })),
      /spec.controller: Invalid value: "c\/d": field is immutable/,
    );
  });

  it('prints its controller and parameters', () => {
    assert.deepEqual(rowOf('IngressClass', { spec: { controller: 'c/d' } }), ['x', 'c/d', '<none>', '5s']);
    const parameters = { apiGroup: 'k.io', kind: 'Config', name: 'n' };
    assert.equal(rowOf('IngressClass', { spec: { parameters } })[2], 'Config.k.io/n');
  });
});
