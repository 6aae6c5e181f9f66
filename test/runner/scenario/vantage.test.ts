import assert from 'node:assert/strict';
import { checkVantage } from '../../../runner/scenario/vantage.ts';

describe('checkVantage', () => {
  for (const from of [
    'outside',
    'probe',
    'node/kind-worker',
    'pod/a.b-0',
    'pod/elsewhere/a.b-0',
    'pod/app=kubia',
    'pod/app.kubernetes.io/name=a,b=',
    'pod/${x}',
    '${y}',
  ])
    it(`accepts ${from}`, () => assert.equal(checkVantage(from), undefined));

  it('leaves other types to the schema', () => assert.equal(checkVantage(3), undefined));

  for (const [from, hint] of [
    ['pods/web', 'Did you mean pod/web?'],
    ['nod/a', 'Did you mean node/a?'],
    ['Probe', 'Did you mean probe?'],
    ['app=web', 'Did you mean pod/app=web?'],
    ['kubia', 'Did you mean pod/kubia?'],
    ['pod/', 'Did you mean pod/NAME?'],
    ['pod/Upper', 'Names are in lower case; labels are KEY=VALUE.'],
    ['pod/a b', 'Names are in lower case; labels are KEY=VALUE.'],
    ['', 'Names are in lower case; labels are KEY=VALUE.'],
  ] as const)
    it(`refuses ${from || '(nothing)'}`, () => {
      const fault = checkVantage(from);
      assert.equal(fault?.code, 'vantage-syntax');
      assert.equal(fault?.hint, hint);
    });
});
