import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseLabelSelector, parseRequirements } from '../../../../runner/simulator/api/label-selector.ts';
import { StatusError } from '../../../../runner/simulator/api/status.ts';

describe('label selectors as text', () => {
  for (const [text, expected] of [
    ['', []],
    [
      'x in (b,,a),y,!z',
      [
        { key: 'x', operator: 'In', values: ['', 'a', 'b'] },
        { key: 'y', operator: 'Exists', values: [] },
        { key: 'z', operator: 'DoesNotExist', values: [] },
      ],
    ],
    ['in in (in)', [{ key: 'in', operator: 'In', values: ['in'] }]],
    [
      'a=,b==c',
      [
        { key: 'a', operator: 'In', values: [''] },
        { key: 'b', operator: 'In', values: ['c'] },
      ],
    ],
    ['a notin ()', [{ key: 'a', operator: 'NotIn', values: [''] }]],
    ['a notin (,)', [{ key: 'a', operator: 'NotIn', values: [''] }]],
    [
      'a>1,b < 2',
      [
        { key: 'a', operator: 'Gt', values: ['1'] },
        { key: 'b', operator: 'Lt', values: ['2'] },
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

  const labels = { app: 'kubia', tier: 'web' };
  for (const [text, expected] of [
    ['', true],
    ['app=kubia', true],
    ['app==kubia,tier!=db', true],
    ['app=other', false],
    ['tier in (web, api)', true],
    ['tier notin (web)', false],
    ['app', true],
    ['!app', false],
    ['!legacy,app in (kubia),tier', true],
    ['missing!=x', true],
  ] as const)
    it(`${text || 'nothing'} ${expected ? 'selects' : 'does not select'}`, () =>
      assert.equal(parseLabelSelector(text)(labels), expected));
});
