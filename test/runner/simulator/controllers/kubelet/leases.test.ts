import assert from 'node:assert/strict';
import { parseRange, type Range } from '../../../../../runner/core/address.ts';
import { hasRoom, Leases } from '../../../../../runner/simulator/controllers/kubelet/leases.ts';

const rangeOf = (cidr: string): Range => {
  const range = parseRange(cidr);
  assert.ok(range);
  return range;
};

describe('leases of pod addresses', () => {
  it('are given in turn, and again only when no other is left', () => {
    const leases = new Leases();
    const range = rangeOf('10.244.1.0/29');
    const take = (): string | undefined => leases.take('a', range);
    assert.deepEqual([take(), take(), take()], ['10.244.1.2', '10.244.1.3', '10.244.1.4']);
    leases.release('a', '10.244.1.2');
    assert.equal(take(), '10.244.1.5');
    assert.equal(take(), '10.244.1.6');
    assert.equal(take(), '10.244.1.2');
    assert.equal(take(), undefined);
  });

  it("are each node's own", () => {
    const leases = new Leases();
    assert.equal(leases.take('a', rangeOf('10.244.1.0/24')), '10.244.1.2');
    assert.equal(leases.take('b', rangeOf('10.244.2.0/24')), '10.244.2.2');
    leases.release('c', '10.244.1.2');
    assert.equal(leases.take('a', rangeOf('10.244.1.0/24')), '10.244.1.3');
  });

  it('need a range with room beside the addresses of the network itself', () => {
    assert.deepEqual(
      ['10.244.1.0/24', '10.244.1.0/30', '10.244.1.0/31'].map((cidr) => hasRoom(rangeOf(cidr))),
      [true, true, false],
    );
  });
});
