import assert from 'node:assert/strict';
import fc from 'fast-check';
import { duplicateKeys } from '../../../../../runner/simulator/api/http/duplicate-keys.ts';

describe('keys that stand twice', () => {
  for (const [text, expected] of [
    ['{"a":1,"a":2}', ['a']],
    ['{"metadata":{"name":"a","name":"b"}}', ['metadata.name']],
    ['{"spec":{"ports":[{"port":1},{"port":2,"port":3}]}}', ['spec.ports[1].port']],
    ['[[{}, {"a":{},"a":[]}]]', ['[0][1].a']],
    ['{"a":{"b":1},"c":{"b":1}}', []],
    ['{"a":"{\\"a\\":1,\\"a\\":2}","b":":","\\u0061":0}', ['a']],
    ['{"a":1,"a":2,"a":3}', ['a']],
    ['{"__proto__":1,"__proto__":2}', ['__proto__']],
    ['"text"', []],
    ['[]', []],
  ] as const)
    it(text, () => assert.deepEqual(duplicateKeys(text), expected));

  it('no object of a program has them, and a doubled one always has', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        assert.deepEqual(duplicateKeys(text), []);
        if (typeof value !== 'object' || value === null || Array.isArray(value) || text === '{}') return;
        const twice = duplicateKeys(`${text.slice(0, -1)},${text.slice(1)}`);
        assert.deepEqual(twice, Object.keys(value));
      }),
    );
  });
});
