import assert from 'node:assert/strict';
import { listOf, valueAt } from '../../../runner/core/json.ts';

describe('listOf', () => {
  it('takes one thing for a list of one', () => {
    assert.deepEqual(listOf('a'), ['a']);
    assert.deepEqual(listOf(['a', 'b']), ['a', 'b']);
    assert.deepEqual(listOf(undefined), []);
  });
});

describe('valueAt', () => {
  it('reads along keys and indexes, and nothing where they lead nowhere', () => {
    const value = { spec: { ports: [{ port: 80 }] } };
    assert.equal(valueAt(value, ['spec', 'ports', 0, 'port']), 80);
    assert.equal(valueAt(value, ['spec', 'ports', 1, 'port']), undefined);
    assert.equal(valueAt(value, ['spec', 'toString']), undefined);
    assert.equal(valueAt(value, ['spec', 'ports', 'length']), undefined);
  });
});
