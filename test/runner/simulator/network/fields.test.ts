import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonValue } from '../../../../runner/core/json.ts';
import {
  booleanAt,
  numberAt,
  objectAt,
  objectsAt,
  textAt,
  textMapAt,
  textsAt,
} from '../../../../runner/simulator/network/fields.ts';

const object = {
  text: 'a',
  number: 1,
  yes: true,
  map: { a: 'b', c: 1 },
  texts: ['x', 2, 'y'],
  list: [{ a: 1 }, 'no', null],
};

describe('fields', () => {
  it('are given when they have the type that is asked for', () => {
    assert.deepEqual(
      [textAt(object, 'text'), numberAt(object, 'number'), booleanAt(object, 'yes'), textAt(object, 'list', 0, 'a')],
      ['a', 1, true, undefined],
    );
    assert.deepEqual(objectAt(object, 'map'), { a: 'b', c: 1 });
    assert.deepEqual(textMapAt(object, 'map'), { a: 'b' });
    assert.deepEqual(textsAt(object, 'texts'), ['x', 'y']);
    assert.deepEqual(objectsAt(object, 'list'), [{ a: 1 }]);
  });

  it('whatever the object is, nothing is thrown and no other type comes out', () => {
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
