import assert from 'node:assert/strict';
import { checkVantage } from '../../../runner/scenario/vantage.ts';

describe('vantage points', () => {
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
    it(`${from} is one`, () => assert.equal(checkVantage(from), undefined));

  it('other types are not its matter', () => assert.equal(checkVantage(3), undefined));

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
    it(`${from || '(nothing)'} is none`, () => {
      const fault = checkVantage(from);
      assert.equal(fault?.code, 'vantage-syntax');
      assert.equal(fault?.hint, hint);
    });
});
