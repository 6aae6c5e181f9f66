import assert from 'node:assert/strict';
import { ServiceTable } from '../../../../runner/simulator/network/service-table.ts';
import { testClusterState } from '../support/cluster-state.ts';

describe('the table of Services', () => {
  const clusterState = testClusterState();
  const ports = [{ port: 80, nodePort: 30080 }];
  clusterState.service(
    'a',
    { clusterIP: '10.96.0.5', externalIPs: ['9.9.9.9'], healthCheckNodePort: 31000, ports },
    [],
    {
      status: {
        loadBalancer: { ingress: [{ ip: '1.1.1.1', ipMode: 'Proxy' }, { ip: '2.2.2.2' }, { hostname: 'lb' }] },
      },
    },
  );
  const table = new ServiceTable(clusterState);

  for (const [ip, port, protocol, expected] of [
    ['10.96.0.5', 80, 'TCP', 'cluster-ip'],
    ['10.96.0.5', 80, 'UDP', undefined],
    ['10.96.0.5', 81, 'TCP', undefined],
    ['9.9.9.9', 80, 'TCP', 'external-ip'],
    ['1.1.1.1', 80, 'TCP', 'load-balancer-proxy'],
    ['2.2.2.2', 80, 'TCP', 'load-balancer'],
    ['3.3.3.3', 80, 'TCP', undefined],
  ] as const)
    it(`${ip}:${port}/${protocol}: ${expected ?? 'no Service'}`, () =>
      assert.equal(table.find(ip, port, protocol)?.by, expected));

  it('knows node ports, cluster addresses and health checks', () => {
    assert.equal(table.nodePort(30_080, 'TCP')?.port, 80);
    assert.equal(table.nodePort(30_080, 'UDP'), undefined);
    assert.deepEqual([table.isClusterIP('10.96.0.5'), table.isClusterIP('9.9.9.9')], [true, false]);
    assert.deepEqual([table.isBalancer('1.1.1.1'), table.isBalancer('2.2.2.2')], [false, true]);
    assert.deepEqual([table.healthCheck(31_000)?.metadata.name, table.healthCheck(31_001)], ['a', undefined]);
  });

  it('a Service that is gone is in it no more', () => {
    clusterState.remove('Service', 'a', 'default');
    assert.equal(table.find('10.96.0.5', 80, 'TCP'), undefined);
    assert.equal(table.isClusterIP('10.96.0.5'), false);
  });
});
