import assert from 'node:assert/strict';
import { alignClusterIps } from '../../../../../../runner/simulator/api/kinds/service/update.ts';
import type { Service } from '../../../../../../runner/simulator/objects/services.ts';
import { makeApi, serviceOf } from '../../../cluster.ts';

describe('service update', () => {
  const change = (api: ReturnType<typeof makeApi>, spec: object): Service['spec'] =>
    (
      api.update('Service', 'a', (current) => ({
        ...current,
        spec: { ...(current['spec'] as object), ...spec },
      })) as unknown as Service
    ).spec;

  it('walks through the four types and keeps what fits', () => {
    const api = makeApi();
    const { clusterIP } = (api.create('Service', serviceOf('a')) as unknown as Service).spec;
    const nodePort = change(api, { type: 'NodePort' });
    assert.equal(nodePort.clusterIP, clusterIP);
    const balanced = change(api, { type: 'LoadBalancer' });
    assert.equal(balanced.ports?.[0]?.nodePort, nodePort.ports?.[0]?.nodePort);
    const plain = change(api, { type: 'ClusterIP' });
    assert.equal(plain.ports?.[0]?.nodePort, undefined);
    assert.equal(plain.externalTrafficPolicy, undefined);
    assert.equal(plain.allocateLoadBalancerNodePorts, undefined);
    const external = change(api, { type: 'ExternalName', externalName: 'a.example.com' });
    assert.equal(external.clusterIP, undefined);
    assert.equal(external.clusterIPs, undefined);
    const back = change(api, { type: 'ClusterIP' });
    assert.ok(back.clusterIP);
  });

  it('a primary address never changes', () => {
    const api = makeApi();
    api.create('Service', serviceOf('a'));
    assert.throws(() => change(api, { clusterIP: '10.96.9.9' }), {
      message: 'Service "a" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.9.9"]: may not change once set',
    });
  });

  it('a replace without addresses keeps them', () => {
    const api = makeApi();
    const before = (api.create('Service', serviceOf('a', { type: 'NodePort' })) as unknown as Service).spec;
    const after = (api.update('Service', 'a', () => serviceOf('a', { type: 'NodePort' })) as unknown as Service).spec;
    assert.equal(after.clusterIP, before.clusterIP);
    assert.equal(after.ports?.[0]?.nodePort, before.ports?.[0]?.nodePort);
  });

  it('clusterIPs follow clusterIP', () => {
    assert.deepEqual(alignClusterIps({ type: 'ClusterIP', clusterIP: 'None' }, undefined).clusterIPs, ['None']);
    const old = { type: 'ClusterIP', clusterIP: '10.96.1.1', clusterIPs: ['10.96.1.1'] };
    assert.equal(alignClusterIps({ ...old, clusterIP: '' }, old).clusterIPs, undefined);
  });
});
