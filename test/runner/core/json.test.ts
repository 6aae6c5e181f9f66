import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  booleanAt,
  isSameJson,
  type JsonValue,
  listOf,
  numberAt,
  objectAt,
  objectsAt,
  textAt,
  textMapAt,
  textsAt,
  valueAt,
} from '../../../runner/core/json.ts';

describe('listOf', () => {
  it('makes a list of a single item', () => {
    assert.deepEqual(listOf('a'), ['a']);
    assert.deepEqual(listOf(['a', 'b']), ['a', 'b']);
    assert.deepEqual(listOf(undefined), []);
  });
});

describe('valueAt', () => {
  it('reads along keys and indexes, and is undefined for a path that leads nowhere', () => {
    const value = { spec: { ports: [{ port: 80 }] } };
    assert.equal(valueAt(value, ['spec', 'ports', 0, 'port']), 80);
    assert.equal(valueAt(value, ['spec', 'ports', 1, 'port']), undefined);
    assert.equal(valueAt(value, ['spec', 'toString']), undefined);
    assert.equal(valueAt(value, ['spec', 'ports', 'length']), undefined);
  });
});

describe('typed fields', () => {
  const object = {
    text: 'a',
    number: 1,
    yes: true,
    map: { a: 'b', c: 1 },
    texts: ['x', 2, 'y'],
    list: [{ a: 1 }, 'no', null],
  };

  it('are returned if they have the requested type', () => {
    assert.deepEqual(
      [textAt(object, 'text'), numberAt(object, 'number'), booleanAt(object, 'yes'), textAt(object, 'list', 0, 'a')],
      ['a', 1, true, undefined],
    );
    assert.deepEqual(objectAt(object, 'map'), { a: 'b', c: 1 });
    assert.deepEqual(textMapAt(object, 'map'), { a: 'b' });
    assert.deepEqual(textsAt(object, 'texts'), ['x', 'y']);
    assert.deepEqual(objectsAt(object, 'list'), [{ a: 1 }]);
  });

  it('are undefined, and not empty, if there is no text', () => {
    assert.equal(textAt(object, 'number'), undefined);
    assert.equal(textAt(undefined, 'text'), undefined);
    assert.equal(textAt({ text: '' }, 'text'), '');
  });

  it('never throw and never have another type, whatever the object is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.string()), (value, path) => {
        const json = value as JsonValue;
        assert.ok(['string', 'undefined'].includes(typeof textAt(json, ...path)));
        assert.ok(['number', 'undefined'].includes(typeof numberAt(json, ...path)));
        assert.ok(Array.isArray(objectsAt(json, ...path)) && Array.isArray(textsAt(json, ...path)));
        assert.ok(Object.values(textMapAt(json, ...path)).every((each) => typeof each === 'string'));
      }),
    );
  });
});

describe('isSameJson', () => {
  it('compares values, whatever the order of keys', () => {
    assert.equal(isSameJson({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }), true);
    assert.equal(isSameJson({ a: 1 }, { a: 1, b: undefined }), true);
    assert.equal(isSameJson([1, 2], [2, 1]), false);
    assert.equal(isSameJson({ a: 1 }, [1]), false);
    assert.equal(isSameJson(undefined, null), false);
  });
});
