import assert from 'node:assert/strict';
import { readNodeAddresses } from '../../../runner/probe/node-addresses.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { nodeObject } from '../../support/service-objects.ts';
import { stepContext } from '../../support/step-context.ts';

const read = async (podCIDRs: string[]) => {
  const cluster = fakeCluster({ objects: [nodeObject('kind-worker', '172.18.0.3', podCIDRs)] });
  return readNodeAddresses(stepContext(cluster));
};

describe('readNodeAddresses', () => {
  it("returns a node's own address and its address in the pod network", async () =>
    assert.deepEqual(await read(['10.244.1.0/24']), [
      { address: '172.18.0.3', node: 'kind-worker', kind: 'node' },
      { address: '10.244.1.0', node: 'kind-worker', kind: 'pods' },
      { address: '10.244.1.1', node: 'kind-worker', kind: 'pods' },
    ]));
  it('returns both address families', async () =>
    assert.deepEqual(
      (await read(['10.244.1.0/24', 'fd00:10:244:1::/64'])).map(({ address }) => address),
      ['172.18.0.3', '10.244.1.0', '10.244.1.1', 'fd00:10:244:1::', 'fd00:10:244:1::1'],
    ));
  it("returns the node's own address only when there is no pod CIDR", async () =>
    assert.equal((await read([])).length, 1));
});
