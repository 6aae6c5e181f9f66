import assert from 'node:assert/strict';
import { isTimeZone, nextChange, offsetAt } from '../../../../../../runner/simulator/api/kinds/cron-job/time-zone.ts';

describe('time zones', () => {
  for (const [zone, expected] of [
    ['UTC', true],
    ['Europe/Vienna', true],
    ['US/Eastern', true],
    ['EST5EDT', true],
    ['Etc/GMT+5', true],
    ['America/Argentina/Buenos_Aires', true],
    ['Foo/Bar', false],
    ['europe/vienna', false],
    ['+01:00', false],
    ['GMT+5', false],
  ] as const)
    it(`${zone} ${expected ? 'is one' : 'is none'}`, () => assert.equal(isTimeZone(zone), expected));

  it('know when their clocks change', () => {
    const [from, to] = [Date.parse('2026-01-01T00:00:00Z'), Date.parse('2026-12-31T00:00:00Z')];
    assert.equal(nextChange('Europe/Vienna', from, to), Date.parse('2026-03-29T01:00:00Z'));
    assert.equal(nextChange('UTC', from, to), undefined);
    assert.equal(offsetAt('Europe/Vienna', from), 3_600_000);
    assert.equal(offsetAt('America/New_York', Date.parse('2026-07-01T00:00:00.500Z')), -4 * 3_600_000);
  });
});
