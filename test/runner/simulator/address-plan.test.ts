import assert from 'node:assert/strict';
import { inRange } from '../../../runner/core/address.ts';
import {
  externalHostAddress,
  highestLoadBalancerAddress,
  ingressAddress,
  nameServer,
  nodeAddress,
  outsideAddress,
  podCidr,
  serviceCidr,
} from '../../../runner/simulator/address-plan.ts';

describe('the address plan', () => {
  it('gives no address twice', () => {
    const nodes = Array.from({ length: 90 }, (_, index) => nodeAddress(index));
    const hosts = Array.from({ length: 100 }, (_, index) => externalHostAddress(index + 1));
    const all = [nameServer, ...nodes, ingressAddress, ...hosts, outsideAddress, highestLoadBalancerAddress];
    assert.equal(new Set(all).size, all.length);
    for (const address of all) {
      assert.ok(inRange(address, '172.18.0.0/16'), address);
      assert.ok(![serviceCidr, podCidr].some((cidr) => inRange(address, cidr)), address);
    }
  });

  it("is that of kind's own network", () => {
    assert.deepEqual([nameServer, nodeAddress(0)], ['172.18.0.1', '172.18.0.2']);
    assert.equal(highestLoadBalancerAddress, '172.18.255.200');
  });
});
