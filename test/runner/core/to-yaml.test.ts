import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonValue } from '../../../runner/core/json.ts';
import { parseSource } from '../../../runner/core/source.ts';
import { toYaml } from '../../../runner/core/to-yaml.ts';

/** Numbers that a double and a 64-bit integer both hold. */
const json = fc
  .jsonValue({ maxDepth: 4, stringUnit: 'binary' })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonValue)
  .filter((value) => !JSON.stringify(value).includes('__proto__') && !/\\ud[89a-f]/.test(JSON.stringify(value)));

describe('toYaml', () => {
  it('writes a text that the loader and kubectl read as the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = toYaml(value);
        const { documents, diagnostics } = parseSource(text, 'a.yaml');
        assert.deepEqual(diagnostics, [], text);
        assert.deepEqual(documents[0]?.value, value, text);
      }),
      { numRuns: 500 },
    );
  });

  it('puts quotes around words that kubectl would not read as text', () => {
    assert.equal(
      toYaml({ a: 'on', y: '0120', b: '-0o17', c: 'plain' }),
      'a: "on"\n"y": "0120"\nb: "-0o17"\nc: plain\n',
    );
    assert.equal(toYaml({ a: 'x\u2028y\u0085' }), 'a: "x\\u2028y\\u0085"\n');
  });
});
