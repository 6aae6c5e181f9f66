import assert from 'node:assert/strict';
import type { JsonObject } from '../../../runner/core/json.ts';
import {
  alternativesFault,
  describeSchema,
  describeValue,
  nameOf,
  toFault,
  type Violation,
} from '../../../runner/scenario/shape-fault.ts';

const violation = (more: Partial<Violation>): Violation => ({
  keyword: 'type',
  params: {},
  path: ['a'],
  data: 1,
  schema: {},
  message: 'must be fine',
  ...more,
});

describe('describeValue and describeSchema', () => {
  for (const [value, expected] of [
    [null, 'empty'],
    ['', 'an empty string'],
    ['a', 'the string "a"'],
    [[], 'an empty list'],
    [[1], 'a list'],
    [{}, 'an empty mapping'],
    [{ a: 1 }, 'a mapping'],
    [false, 'false'],
    [1.5, '1.5'],
  ] as const)
    it(`describes ${JSON.stringify(value)} as ${expected}`, () => assert.equal(describeValue(value), expected));

  const schemas: [schema: JsonObject, expected: string][] = [
    [{ type: 'string' }, 'a string'],
    [{ type: ['integer', 'null'] }, 'a whole number or empty'],
    [{ enum: ['a', 'b'] }, 'a or b'],
    [{ const: 3 }, '3'],
    [{ anyOf: [{ type: 'array' }, { type: 'boolean' }] }, 'a list, or true or false'],
  ];
  for (const [schema, expected] of schemas)
    it(`describes ${JSON.stringify(schema)} as ${expected}`, () => assert.equal(describeSchema(schema), expected));

  it('names a path by its last key', () => {
    assert.equal(nameOf([], 'thing'), 'thing');
    assert.equal(nameOf([0], 'thing'), 'thing[0]');
    assert.equal(nameOf(['a', 'b', 0, 1], 'thing'), 'b[0][1]');
  });
});

describe('toFault', () => {
  it('suggests the key that was meant, else describes the value', () => {
    const schema = { properties: { title: {}, tags: {} }, description: 'Why.' };
    const unknown = (key: string): Violation =>
      violation({ keyword: 'additionalProperties', params: { additionalProperty: key }, schema });
    assert.equal(toFault(unknown('titel'), 'x').hint, 'Did you mean title?');
    assert.equal(toFault(unknown('zzz'), 'x').hint, 'Allowed: title or tags.');
    assert.equal(toFault(violation({ schema }), 'x').hint, 'Why.');
  });

  for (const [keyword, params, expected] of [
    ['maxLength', { limit: 3 }, 'a is the string "abcd", but must be at most 3 characters long.'],
    ['pattern', { pattern: '^x$' }, 'a is the string "abcd", but must be of the form ^x$.'],
    ['const', { allowedValue: 'x' }, 'a is the string "abcd", but must be x.'],
    ['uniqueItems', {}, 'a has the same value twice.'],
    ['multipleOf', { multipleOf: 2 }, 'a: must be fine.'],
  ] as const)
    it(`has a message for ${keyword}`, () =>
      assert.equal(toFault(violation({ keyword, params, data: 'abcd' }), 'x').message, expected));

  it('has a message for alternatives', () => {
    const schema = { anyOf: [{ type: 'integer' }, { enum: ['all'] }], description: 'How many.' };
    assert.deepEqual(alternativesFault(violation({ keyword: 'anyOf', schema, data: 'al' }), 'x', []), {
      code: 'schema-type',
      message: 'a is the string "al", but must be a whole number, or all.',
      hint: 'Did you mean all?',
      path: ['a'],
      at: 'value',
    });
  });
});
