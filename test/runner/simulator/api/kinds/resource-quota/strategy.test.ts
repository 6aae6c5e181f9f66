import assert from 'node:assert/strict';
import { makeApi, rowOf } from '../../../cluster.ts';

describe('ResourceQuota', () => {
  it('prints used and hard, limits apart', () => {
    const hard = { pods: '3', 'limits.cpu': '2' };
    assert.deepEqual(rowOf('ResourceQuota', { spec: { hard: { pods: '3' } }, status: {} }), [
      'x',
      'pods: 0/3',
      '',
      '5s',
    ]);
    assert.deepEqual(rowOf('ResourceQuota', { status: { hard, used: { pods: '1', 'limits.cpu': '1' } } }).slice(1, 3), [
      'pods: 1/3',
      'limits.cpu: 1/2',
    ]);
  });

  it('refuses what no quota can count', () =>
    assert.throws(
      () => makeApi().create('ResourceQuota', { metadata: { name: 'q' }, spec: { hard: { foo: '1' } } }),
      /spec.hard\[foo\]: Invalid value: "foo": must be a standard resource/,
    ));
});
