import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ambiguityOf, isSameReading, readAsKubectl } from '../../../runner/core/go-yaml.ts';

/** The JSON that sigs.k8s.io/yaml v1.6.0 makes of `a: TEXT`; recorded from the Go module itself. */
const recorded: [text: string, json: string][] = [
  ['on', 'true'],
  ['y', 'true'],
  ['n', 'false'],
  ['Yes', 'true'],
  ['NO', 'false'],
  ['off', 'false'],
  ['True', 'true'],
  ['null', 'null'],
  ['~', 'null'],
  ['0120', '80'],
  ['-012', '-10'],
  ['0o17', '15'],
  ['-0o17', '-15'],
  ['0O17', '15'],
  ['0b11', '3'],
  ['0b-1', '-1'],
  ['1_000', '1000'],
  ['.1_0', '0.1'],
  ['._5', '"._5"'],
  ['12:30', '"12:30"'],
  ['190:20:30', '"190:20:30"'],
  ['2001-01-01', '"2001-01-01"'],
  ['2001-12-14t21:59:43.10-05:00', '"2001-12-14t21:59:43.10-05:00"'],
  ['1e3', '1000'],
  ['1e400', '"1e400"'],
  ['.5', '0.5'],
  ['+12', '12'],
  ['089', '89'],
  ['00', '0'],
  ['0x1F', '31'],
  ['-0x1F', '-31'],
  ['9007199254740993', '9007199254740993'],
  ['18446744073709551615', '18446744073709551615'],
  ['18446744073709551616', '18446744073709552000'],
  ['+18446744073709551615', '18446744073709552000'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['.inf', 'refused'],
  ['-.INF', 'refused'],
  ['.NaN', 'refused'],
  ['yEs', '"yEs"'],
  ['=', '"="'],
  ['1.10', '1.1'],
  ['5.', '5'],
  ['1__0', '10'],
  ['0x_1', '1'],
];

const toJson = (text: string): string => {
  const reading = readAsKubectl(text);
  if (reading === undefined) return 'refused';
  return typeof reading === 'bigint' ? String(reading) : JSON.stringify(reading);
};

describe('the reading of kubectl', () => {
  for (const [text, json] of recorded)
    it(`${text} is ${json}`, () => {
      // Go prints the shortest text of a double in a different notation; the number is the same.
      const expected = json === 'refused' || /^-?[0-9]{16,}$/.test(json) ? json : JSON.stringify(JSON.parse(json));
      const reading = readAsKubectl(text);
      if (typeof reading === 'number') assert.equal(reading, Number(json));
      else assert.equal(toJson(text), expected);
    });

  it('equals that of YAML 1.2 for words without a meaning in YAML 1.1', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{4,12}$/), (word) => {
        fc.pre(!['null', 'true', 'false'].includes(word));
        assert.equal(readAsKubectl(word), word);
        assert.equal(ambiguityOf(word, word), undefined);
      }),
    );
  });

  it('equals that of YAML 1.2 for numbers in JSON notation', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => isSameReading(readAsKubectl(String(value)), value)));
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(!Number.isInteger(value));
        assert.equal(readAsKubectl(String(value)), value);
      }),
    );
  });

  it('compares integers exactly', () => {
    assert.equal(isSameReading(9007199254740993n, 9007199254740992), false);
    assert.equal(isSameReading(80n, 80), true);
    assert.equal(isSameReading(80n, '80'), false);
    assert.equal(isSameReading(1n, 1.5), false);
  });

  it('shows both readings and the remedy', () => {
    assert.deepEqual(ambiguityOf('0120', 120), {
      message: 'kubectl (YAML 1.1) reads 0120 as 80, YAML 1.2 as 120.',
      hint: 'Write "0120" if you mean the text, or 80 or 120.',
    });
    assert.deepEqual(ambiguityOf('on', 'on'), {
      message: 'kubectl (YAML 1.1) reads on as true, YAML 1.2 as text.',
      hint: 'Write "on" if you mean the text, or true.',
    });
    assert.match(ambiguityOf('.inf', Number.POSITIVE_INFINITY)?.message ?? '', /kubectl refuses/);
    assert.ok((ambiguityOf('9'.repeat(500), Number.POSITIVE_INFINITY)?.message.length ?? 999) < 200);
  });
});
