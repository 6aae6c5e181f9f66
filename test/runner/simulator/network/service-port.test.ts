import assert from 'node:assert/strict';
import { slicesOf } from '../../../../runner/simulator/network/endpoints.ts';
import { clusterIPsOf, isProxied, servicePortsOf } from '../../../../runner/simulator/network/service-port.ts';
import { endpoint, testClusterState } from '../support/cluster-state.ts';

describe('a Service port as kube-proxy programs it', () => {
  const clusterState = testClusterState();
  for (const [title, spec, expected] of [
    ['a clusterIP', { clusterIP: '10.96.0.5' }, true],
    ['headless', { clusterIP: 'None' }, false],
    ['ExternalName', { type: 'ExternalName', externalName: 'x.org' }, false],
    ['no address yet', {}, false],
  ] as const)
    it(`${title}: ${expected ? 'served' : 'left alone'}`, () =>
      assert.equal(isProxied(clusterState.service('a', spec)), expected));

  it('reads policies, affinity and addresses with their defaults', () => {
    const status = {
      loadBalancer: { ingress: [{ ip: '1.1.1.1' }, { hostname: 'x' }, { ip: '2.2.2.2', ipMode: 'Proxy' }] },
    };
    const service = clusterState.service(
      'b',
      {
        clusterIP: '10.96.0.6',
        sessionAffinity: 'ClientIP',
        externalTrafficPolicy: 'Local',
        ports: [
          { name: 'http', port: 80, nodePort: 30080, targetPort: 8080 },
          { name: 'u', port: 53, protocol: 'UDP', nodePort: 0 },
        ],
      },
      [endpoint('10.244.1.4')],
      { status },
    );
    const [http, udp] = servicePortsOf(service, slicesOf(clusterState, 'default', 'b'));
    assert.deepEqual([http?.key, http?.nodePort, http?.affinity], ['default/b:80/TCP', 30_080, 10_800_000]);
    assert.deepEqual([http?.internalPolicy, http?.externalPolicy], ['Cluster', 'Local']);
    assert.deepEqual(http?.loadBalancers, [
      { ip: '1.1.1.1', mode: 'VIP' },
      { ip: '2.2.2.2', mode: 'Proxy' },
    ]);
    assert.deepEqual([udp?.protocol, udp?.nodePort], ['UDP', undefined]);
    assert.deepEqual(
      http?.endpoints.map(({ ip, port }) => [ip, port]),
      [['10.244.1.4', 8080]],
    );
    assert.deepEqual(clusterIPsOf(service), ['10.96.0.6']);
  });
});
