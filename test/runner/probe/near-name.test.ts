import assert from 'node:assert/strict';
import { nearName } from '../../../runner/probe/near-name.ts';

describe('nearName', () => {
  for (const [wanted, meant] of [
    ['kubai', 'kubia'],
    ['kubi', 'kubia'],
    ['KUBIA', 'kubia'],
    ['kubia-svc', 'kubia-svc2'],
  ] as const)
    it(`${wanted} may be ${meant}`, () => assert.equal(nearName(wanted, ['web', meant]), meant));

  it('does not guess wildly', () => {
    assert.equal(nearName('kubia', ['web', 'database']), undefined);
    assert.equal(nearName('a', ['bcd']), undefined);
    assert.equal(nearName('x', []), undefined);
  });
});
