import assert from 'node:assert/strict';
import { durationPattern } from '../../../runner/core/duration.ts';
import type { JsonObject, JsonValue } from '../../../runner/core/json.ts';
import {
  anyObject,
  choice,
  either,
  integer,
  list,
  map,
  number,
  object,
  optional,
  string,
  withDefault,
} from '../../../runner/core/shape.ts';
import { checkSpec, checkValue, fillDefaults } from '../../../runner/scenario/validate.ts';
import { testKinds } from './support.ts';

const faults = ({ schema }: { schema: JsonObject }, value: JsonValue, expressions = false): string[] =>
  checkValue(schema, value, { name: 'thing', expressions }).map(
    ({ code, message, path, at }) => `${code} ${path.join('.')}${at === 'key' ? '!' : ''}: ${message}`,
  );

const shape = object(
  {
    url: string('An address.'),
    times: optional(integer('How often.', { minimum: 1, maximum: 9 })),
    wait: optional(string('How long.', { pattern: durationPattern })),
    mode: optional(choice(['fast', 'slow'], 'How.')),
    pods: optional(either(integer('A number.', { minimum: 1 }), choice(['all'], 'All.'), 'How many, or all.')),
    hosts: optional(list(string('A host.'), 'Hosts.')),
    routes: optional(map(object({ to: string('Where.') }, 'A route.'), 'By path.')),
    ports: optional(
      list(either(integer('A number.'), object({ port: integer('A port.') }, 'A port.'), 'A port.'), 'Ports.'),
    ),
  },
  'A thing.',
);

describe('checkValue', () => {
  for (const [name, value, expected] of [
    ['no fault of a valid value', { url: 'x', pods: 'all', ports: [1, { port: 2 }] }, []],
    ['a missing key', {}, ['schema-required !: thing lacks the key url.']],
    ['a misspelt key, once', { ulr: 'x' }, ['schema-unknown-key ulr!: thing has no key ulr.']],
    [
      'two unknown keys',
      { url: 'x', a: 1, b: 2 },
      ['schema-unknown-key a!: thing has no key a.', 'schema-unknown-key b!: thing has no key b.'],
    ],
    ['a wrong type', { url: 3 }, ['schema-type url: url is 3, but must be a string.']],
    ['an empty string', { url: '' }, ['schema-value url: url is empty.']],
    ['a number too small', { url: 'x', times: 0 }, ['schema-value times: times is 0, but must be at least 1.']],
    ['a number too large', { url: 'x', times: 10 }, ['schema-value times: times is 10, but must be at most 9.']],
    [
      'an invalid duration',
      { url: 'x', wait: '5' },
      ['schema-value wait: wait is the string "5", but must be a duration such as 30s or 1m30s.'],
    ],
    [
      'a wrong word',
      { url: 'x', mode: 'fsat' },
      ['schema-value mode: mode is the string "fsat", but must be fast or slow.'],
    ],
    [
      'a word that no branch allows',
      { url: 'x', pods: 'al' },
      ['schema-type pods: pods is the string "al", but must be a whole number, or all.'],
    ],
    [
      'a number out of range in a branch',
      { url: 'x', pods: 0 },
      ['schema-value pods: pods is 0, but must be at least 1.'],
    ],
    [
      'a type that no branch allows',
      { url: 'x', pods: [1] },
      ['schema-type pods: pods is a list, but must be a whole number, or all.'],
    ],
    ['a list item', { url: 'x', hosts: ['a', 3] }, ['schema-type hosts.1: hosts[1] is 3, but must be a string.']],
    ['an empty list', { url: 'x', hosts: [] }, ['schema-value hosts: hosts is empty.']],
    [
      'a nested value',
      { url: 'x', routes: { '/a~b/c': { to: 1 } } },
      ['schema-type routes./a~b/c.to: to is 1, but must be a string.'],
    ],
    [
      'the branch that has the type of the value',
      { url: 'x', ports: [{ prot: 1 }] },
      ['schema-unknown-key ports.0.prot!: ports[0] has no key prot.'],
    ],
  ] as const)
    it(`reports ${name}`, () => assert.deepEqual(faults(shape, value as unknown as JsonValue), expected));

  it('accepts a string that is one whole expression for any type', () => {
    const value = {
      url: '${a}',
      times: '${a}',
      wait: '${a}',
      mode: 'x${a}',
      pods: '${a}',
      hosts: '${a}',
      ports: [{ port: '${a}' }],
    };
    assert.deepEqual(faults(shape, value, true), []);
    assert.equal(faults(shape, value, false).length, 6);
    assert.equal(faults(shape, { url: 'x', times: '$${a}' }, true).length, 1);
    assert.equal(faults(shape, { url: 'x', times: '${a' }, true).length, 1);
  });

  it('reports keys that exclude or require each other', () => {
    const more = { oneOf: [{ required: ['a'] }, { required: ['b'] }] };
    const one = object({ a: optional(number('A.')), b: optional(number('B.')) }, 'One.', more);
    assert.deepEqual(faults(one, {}), ['schema-required !: thing lacks one of the keys a or b.']);
    assert.deepEqual(faults(one, { a: 1, b: 1 }), ['schema-value b!: thing can have only one of a or b.']);
    const never = object({ a: optional(number('A.')), b: optional(number('B.')) }, 'Both.', {
      not: { required: ['a', 'b'] },
    });
    assert.deepEqual(faults(never, { a: 1, b: 1 }), ['schema-value b!: thing cannot have both a and b.']);
    const pair = object({ a: optional(number('A.')), b: optional(number('B.')) }, 'Pair.', {
      dependentRequired: { a: ['b'] },
    });
    assert.deepEqual(faults(pair, { a: 1 }), ['schema-required a!: thing has the key a, so it also needs the key b.']);
    const some = { anyOf: [{ required: ['a'] }, { required: ['b'] }] };
    assert.deepEqual(faults(object({ a: optional(number('A.')), b: optional(number('B.')) }, 'Some.', some), {}), [
      'schema-required !: thing lacks one of the keys a or b.',
    ]);
  });

  it('shortens a hostile value in its message', () => {
    const [fault] = checkValue(
      shape.schema,
      { url: 'x', mode: `\u001b${'y'.repeat(100_000)}` },
      { name: 'thing', expressions: false },
    );
    assert.ok((fault?.message.length ?? 999) < 200);
    assert.ok(!fault?.message.includes('\u001b'));
  });
});

describe('fillDefaults', () => {
  it('fills in defaults of mappings, of lists and of the branch that matches', () => {
    const withDefaults = object({ name: string('N.'), size: withDefault(integer('S.'), 1) }, 'Thing.');
    const all = object(
      {
        one: withDefault(withDefaults, { name: 'a', size: 2 }),
        many: optional(list(withDefaults, 'Many.')),
        keyed: optional(map(withDefaults, 'Keyed.')),
        short: optional(list(either(string('Short.'), withDefaults, 'Either.'), 'Short.')),
        free: optional(anyObject('Free.')),
      },
      'All.',
    );
    const value: JsonObject = {
      many: [{ name: 'b' }],
      keyed: { k: { name: 'c' } },
      short: ['x', { name: 'd' }],
      free: { a: 1 },
    };
    fillDefaults(all.schema, value);
    assert.deepEqual(value, {
      one: { name: 'a', size: 2 },
      many: [{ name: 'b', size: 1 }],
      keyed: { k: { name: 'c', size: 1 } },
      short: ['x', { name: 'd', size: 1 }],
      free: { a: 1 },
    });
  });

  it('keeps existing values, and shares no object with the schema', () => {
    const listed = object({ all: withDefault(list(string('A.'), 'All.'), ['a']) }, 'All.');
    const first: JsonObject = {};
    fillDefaults(listed.schema, first);
    (first['all'] as string[]).push('b');
    const second: JsonObject = { all: ['c'] };
    fillDefaults(listed.schema, second);
    const third: JsonObject = {};
    fillDefaults(listed.schema, third);
    assert.deepEqual([second, third], [{ all: ['c'] }, { all: ['a'] }]);
  });
});

describe('checkSpec', () => {
  const [kind] = testKinds;
  assert.ok(kind);

  it('accepts a body whose values are resolved', () => {
    assert.deepEqual(checkSpec(kind, { url: 'x', from: 'probe', times: 3, method: 'get' }), []);
  });

  it('names the expression whose value has the wrong type', () => {
    assert.deepEqual(checkSpec(kind, { url: 'x', from: 'probe', times: 'three', method: '${m}' }), [
      { code: 'schema-type', message: 'times is the string "three", but must be a whole number.', hint: 'How often.' },
      { code: 'schema-value', message: 'method is the string "${m}", but must be get or post.', hint: 'The method.' },
    ]);
  });
});
