import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseRequirements } from '../../../../runner/simulator/api/label-selector.ts';
import { StatusError } from '../../../../runner/simulator/api/status.ts';

describe('label selectors as text', () => {
  for (const [text, expected] of [
    ['', []],
    [
      'x in (b,,a),y,!z',
      [
        { key: 'x', operator: 'in', values: ['', 'a', 'b'] },
        { key: 'y', operator: 'exists', values: [] },
        { key: 'z', operator: 'absent', values: [] },
      ],
    ],
    ['in in (in)', [{ key: 'in', operator: 'in', values: ['in'] }]],
    [
      'a=,b==c',
      [
        { key: 'a', operator: 'in', values: [''] },
        { key: 'b', operator: 'in', values: ['c'] },
      ],
    ],
    ['a notin ()', [{ key: 'a', operator: 'notin', values: [''] }]],
    ['a notin (,)', [{ key: 'a', operator: 'notin', values: [''] }]],
    [
      'a>1,b < 2',
      [
        { key: 'a', operator: 'above', values: ['1'] },
        { key: 'b', operator: 'below', values: ['2'] },
      ],
    ],
  ] as const)
    it(`reads ${text || 'nothing'}`, () => assert.deepEqual(parseRequirements(text), expected));

  // The words of k8s.io/apimachinery/pkg/labels.
  for (const [text, message] of [
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a constructor', "unable to parse requirement: found 'constructor', expected: in, notin, =, ==, !=, gt, lt"],
    ['app in', "unable to parse requirement: found '' expected: '('"],
    ['app in (', "unable to parse requirement: found '', expected: ',', ')' or identifier"],
    ['app in (a', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['app in (a,', "unable to parse requirement: found '', expected: ',', or identifier"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['a==!', "unable to parse requirement: found '!', expected: identifier"],
    ['!=', "found '!=', expected: !, identifier, or 'end of string'"],
    ['!(', "unable to parse requirement: found '(', expected: identifier"],
    [
      'a>b',
      "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
  ] as const)
    it(message, () => assert.throws(() => parseRequirements(text), { code: 400, message }));

  it('reads or refuses whatever comes', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=!(), <>in') }), (text) => {
        try {
          assert.ok(parseRequirements(text).every(({ key }) => key.length > 0));
        } catch (cause) {
          assert.ok(cause instanceof StatusError);
        }
      }),
    ));
});
