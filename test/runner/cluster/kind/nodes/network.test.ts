import assert from 'node:assert/strict';
import type Dockerode from 'dockerode';
import { addressesFromTop, readSubnet } from '../../../../../runner/cluster/kind/nodes/network.ts';

describe('addressesFromTop', () => {
  it('counts down from below the broadcast address', () => {
    assert.deepEqual(addressesFromTop('172.18.0.0/16', 3), ['172.18.255.254', '172.18.255.253', '172.18.255.252']);
    assert.deepEqual(addressesFromTop('192.168.16.0/20', 2), ['192.168.31.254', '192.168.31.253']);
  });

  it('crosses the border of an octet', () => {
    assert.equal(addressesFromTop('10.0.0.0/8', 256).at(-1), '10.255.254.255');
  });

  it('leaves the lower half of a small network to the engine', () => {
    assert.deepEqual(addressesFromTop('10.1.2.0/29', 100), ['10.1.2.6', '10.1.2.5', '10.1.2.4']);
  });
});

describe('readSubnet', () => {
  const docker = (Config: { Subnet: string }[]): Dockerode =>
    ({ getNetwork: () => ({ inspect: async () => ({ IPAM: { Config } }) }) }) as unknown as Dockerode;

  it('reads the IPv4 subnet', async () => {
    assert.equal(
      await readSubnet(docker([{ Subnet: 'fc00::/64' }, { Subnet: '172.19.0.0/16' }]), 'n'),
      '172.19.0.0/16',
    );
  });

  it('rejects without one', async () => {
    await assert.rejects(readSubnet(docker([{ Subnet: 'fc00::/64' }]), 'n'), /no IPv4 subnet/);
  });
});
