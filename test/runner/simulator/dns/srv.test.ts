import assert from 'node:assert/strict';
import { serviceRecords } from '../../../../runner/simulator/dns/srv.ts';

describe('SRV records', () => {
  for (const [count, weight] of [
    [1, 100],
    [2, 50],
    [3, 33],
    [6, 16],
    [200, 1],
  ] as const)
    it(`B41 the weight of ${count} is ${weight} each`, () => {
      const entries = Array.from({ length: count }, (_, index) => ({
        host: `10.0.0.${index % 250}`,
        port: 80 + index,
        owner: 'a',
      }));
      const { records } = serviceRecords('_h._tcp.a.', 'zone.', entries);
      assert.equal(records.length, count);
      assert.ok(records.every(({ data }) => data.startsWith(`0 ${weight} `)));
    });

  it('a target with two addresses is named once and has both', () => {
    const { records, additional } = serviceRecords('q.', 'zone.', [
      { host: '10.0.0.1', port: 80, owner: 'a' },
      { host: 'fd00::1', port: 80, owner: 'a' },
      { host: '10.0.0.2', port: -1, owner: 'b' },
    ]);
    assert.deepEqual(
      records.map(({ data }) => data),
      ['0 33 80 a.zone.'],
    );
    assert.deepEqual(
      additional.map(({ type, data }) => `${type} ${data}`),
      ['A 10.0.0.1', 'AAAA fd00::1'],
    );
  });
});
