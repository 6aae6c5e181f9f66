import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeJsonFault } from '../../../../../runner/simulator/api/http/json-fault.ts';

describe('faults of JSON in the words of Go', () => {
  // What encoding/json of Go 1.24 says of each.
  for (const [text, message] of [
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['{"a":"b', 'unexpected end of JSON input'],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['a,b', "invalid character 'a' looking for beginning of value"],
    ['trüe', "invalid character 'Ã' in literal true (expecting 'u')"],
    ['nul', 'unexpected end of JSON input'],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['-a', "invalid character 'a' in numeric literal"],
    ['1.a', "invalid character 'a' after decimal point in numeric literal"],
    ['1ea', "invalid character 'a' in exponent of numeric literal"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['01', "invalid character '1' after top-level value"],
  ] as const)
    it(`${JSON.stringify(text)}: ${message}`, () => assert.equal(describeJsonFault(text), message));

  it('bounds what is nested without end', () =>
    assert.equal(describeJsonFault('['.repeat(100_000)), 'exceeded max depth'));

  it('finds a fault in whatever JSON.parse refuses', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]:,"\\ ue1-.t') }), (text) => {
        try {
          JSON.parse(text);
        } catch {
          assert.match(describeJsonFault(text), /^(invalid character|unexpected end)/);
        }
      }),
    ));
});
