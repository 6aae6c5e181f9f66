import assert from 'node:assert/strict';
import { addressAt, contains, parseCidr, toAddress, toNumber } from '../../../../runner/simulator/api/addresses.ts';

describe('addresses', () => {
  it('counts in IPv4', () => {
    assert.equal(addressAt('10.96.0.0/16', 10), '10.96.0.10');
    assert.equal(addressAt('10.96.0.0/16', 256), '10.96.1.0');
    assert.equal(toAddress(toNumber('255.255.255.255')), '255.255.255.255');
  });

  it('knows what a CIDR contains', () => {
    const range = parseCidr('10.96.7.9/12');
    assert.equal(toAddress(range.first), '10.96.0.0');
    assert.equal(contains(range, '10.111.255.255'), true);
    assert.equal(contains(range, '10.112.0.0'), false);
  });
});
