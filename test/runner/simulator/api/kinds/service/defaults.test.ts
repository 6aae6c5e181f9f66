import assert from 'node:assert/strict';
import { defaultService } from '../../../../../../runner/simulator/api/kinds/service/defaults.ts';

describe('defaults of Services', () => {
  it('a plain Service', () => {
    assert.deepEqual(defaultService({ ports: [{ port: 80 }] }), {
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      sessionAffinity: 'None',
      type: 'ClusterIP',
      internalTrafficPolicy: 'Cluster',
    });
  });

  it('a port without a number is zero, for which nothing can be right', () => {
    assert.deepEqual(defaultService({ ports: [{}] })['ports'], [{ port: 0, protocol: 'TCP', targetPort: 0 }]);
  });

  it('affinity has a timeout of three hours', () => {
    assert.deepEqual(defaultService({ sessionAffinity: 'ClientIP' })['sessionAffinityConfig'], {
      clientIP: { timeoutSeconds: 10_800 },
    });
    assert.equal(defaultService({ sessionAffinityConfig: { clientIP: {} } })['sessionAffinityConfig'], undefined);
  });

  it('reachable from outside: a policy, and node ports for a load balancer', () => {
    const balanced = defaultService({ type: 'LoadBalancer' });
    assert.equal(balanced['externalTrafficPolicy'], 'Cluster');
    assert.equal(balanced['allocateLoadBalancerNodePorts'], true);
    assert.equal(defaultService({ externalIPs: ['203.0.113.1'] })['externalTrafficPolicy'], 'Cluster');
    assert.equal(defaultService({ type: 'ExternalName' })['internalTrafficPolicy'], undefined);
  });
});
