import assert from 'node:assert/strict';
import { serviceQuota } from '../../../../../../runner/simulator/api/kinds/service/quota.ts';
import { writeAmounts } from '../../../../../../runner/simulator/api/limits/amounts.ts';

describe('Services in a quota', () => {
  it('count by their ports on nodes and their load balancers', () => {
    const ports = [{ port: 80 }, { port: 81, nodePort: 30_000 }];
    const of = (spec: object): unknown => {
      const used = writeAmounts(serviceQuota.usage({ spec } as never, 0));
      return [used['services.nodeports'], used['services.loadbalancers']];
    };
    assert.deepEqual(of({ type: 'ClusterIP', ports }), ['0', '0']);
    assert.deepEqual(of({ type: 'NodePort', ports }), ['2', '0']);
    assert.deepEqual(of({ type: 'LoadBalancer', ports }), ['2', '1']);
    assert.deepEqual(of({ type: 'LoadBalancer', ports, allocateLoadBalancerNodePorts: false }), ['1', '1']);
    assert.deepEqual(of({ type: 'ExternalName' }), ['0', '0']);
  });
});
