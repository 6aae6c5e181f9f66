import assert from 'node:assert/strict';
import { readRouteBackends, sameRouteBackends } from '../../../../../runner/steps/expose/support/route-backends.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { serviceWithPods } from '../../../../support/service-objects.ts';
import { stepContext } from '../../../../support/step-context.ts';

const read = (pods: number) =>
  readRouteBackends(stepContext(fakeCluster({ objects: serviceWithPods(pods) })), [
    { backend: 'kubia' },
    { backend: 'nope' },
    {},
  ]);

describe('readRouteBackends', () => {
  it('reports a missing Service in its own rows only', async () => {
    const backends = await read(2);
    assert.deepEqual([...backends.keys()], ['kubia', 'nope']);
    assert.equal(backends.get('kubia')?.ready.length, 2);
    assert.match(backends.get('nope')?.missing ?? '', /There is no Service nope/);
  });
});

describe('sameRouteBackends', () => {
  it('notices an additional pod', async () => {
    assert.equal(sameRouteBackends(await read(2), await read(2)), true);
    assert.equal(sameRouteBackends(await read(2), await read(3)), false);
  });
});
