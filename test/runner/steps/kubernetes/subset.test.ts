import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonValue } from '../../../../runner/core/json.ts';
import { compareSubset, pathText } from '../../../../runner/steps/kubernetes/subset.ts';

const lines = (expected: JsonValue, actual: JsonValue): string[] =>
  compareSubset(expected, actual).differences.map(({ path, expected, found }) => `${path}: ${expected} / ${found}`);

describe('compareSubset', () => {
  it('ignores additional keys', () => {
    assert.deepEqual(
      lines({ spec: { type: 'ClusterIP' } }, { spec: { type: 'ClusterIP', clusterIP: '10.0.0.1' }, kind: 'x' }),
      [],
    );
  });

  it('names each difference with its place', () => {
    assert.deepEqual(
      lines({ spec: { ports: [{ port: 80, name: 'a' }] } }, { spec: { ports: [{ port: 8080, name: 'b' }] } }),
      ['spec.ports[0].port: 80 / 8080', 'spec.ports[0].name: "a" / "b"'],
    );
    assert.deepEqual(lines({ a: { b: 1 } }, {}), ['a: {"b":1} / nothing']);
  });

  it('needs lists of the same length and order', () => {
    assert.deepEqual(lines([1, 2], [2, 1]), ['[0]: 1 / 2', '[1]: 2 / 1']);
    assert.deepEqual(lines({ a: [1] }, { a: [1, 2] }), ['a: 1 item: [1] / 2 items: [1,2]']);
    assert.deepEqual(lines({ a: [] }, { a: [1] }).length, 1);
    assert.deepEqual(lines({ a: [] }, { a: [] }), []);
  });

  it('reads null as absence, and compares types', () => {
    assert.deepEqual(lines({ a: null }, {}), []);
    assert.deepEqual(lines({ a: null }, { a: null }), []);
    assert.deepEqual(lines({ a: { b: null } }, {}), []);
    assert.deepEqual(lines({ a: { b: null, c: 1 } }, {}), ['a: {"b":null,"c":1} / nothing']);
    assert.deepEqual(lines({ a: null }, { a: 1 }), ['a: nothing / 1']);
    assert.deepEqual(lines({ a: '80' }, { a: 80 }), ['a: "80" (string) / 80 (number)']);
    assert.deepEqual(lines({ a: {} }, { a: 'x' }), ['a: {} / "x"']);
    assert.deepEqual(lines({ a: false }, {}), ['a: false / nothing']);
  });

  it('ignores inherited keys', () => {
    assert.equal(compareSubset({ toString: 'x' }, {}).differences.length, 1);
  });

  it('counts the compared values', () => {
    assert.equal(compareSubset({ a: 1, b: { c: 2, d: [3, 4] } }, {}).compared, 2);
    assert.equal(compareSubset({ a: 1, b: { c: 2, d: [3, 4] } }, { b: { d: [0, 0] } }).compared, 4);
  });

  it('accepts every value as its own subset, and notices every changed leaf', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as JsonValue;
        assert.deepEqual(compareSubset(json, json).differences, []);
        assert.equal(compareSubset({ a: json, b: 1 }, { a: json, b: 2 }).differences.length, 1);
      }),
    );
  });

  it('prints paths in the usual form', () => {
    assert.equal(pathText(['spec', 'ports', 0, 'port']), 'spec.ports[0].port');
    assert.equal(
      pathText(['metadata', 'labels', 'app.kubernetes.io/name']),
      'metadata.labels["app.kubernetes.io/name"]',
    );
  });
});
