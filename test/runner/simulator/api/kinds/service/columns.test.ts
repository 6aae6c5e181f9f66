import assert from 'node:assert/strict';
import { rowOf } from '../../../cluster.ts';

describe('the table of Services', () => {
  // The rows of `kubectl get svc` that the oracle lists.
  for (const [spec, status, row] of [
    [
      { type: 'ClusterIP', clusterIPs: ['10.96.0.1'], ports: [{ port: 443, protocol: 'TCP' }] },
      {},
      ['ClusterIP', '10.96.0.1', '<none>', '443/TCP'],
    ],
    [
      { type: 'NodePort', clusterIPs: ['10.1.1.1'], ports: [{ port: 80, nodePort: 30_123, protocol: 'TCP' }] },
      {},
      ['NodePort', '10.1.1.1', '<none>', '80:30123/TCP'],
    ],
    [
      { type: 'LoadBalancer', clusterIPs: ['10.1.1.1'], ports: [] },
      {},
      ['LoadBalancer', '10.1.1.1', '<pending>', '<none>'],
    ],
    [
      { type: 'LoadBalancer', clusterIPs: ['10.1.1.1'], ports: [] },
      { loadBalancer: { ingress: [{ ip: '172.18.0.5' }] } },
      ['LoadBalancer', '10.1.1.1', '172.18.0.5', '<none>'],
    ],
    [
      { type: 'ExternalName', externalName: 'api.example.com' },
      {},
      ['ExternalName', '<none>', 'api.example.com', '<none>'],
    ],
    [
      { type: 'ClusterIP', clusterIPs: ['None'], ports: [{ port: 80, protocol: 'TCP' }] },
      {},
      ['ClusterIP', 'None', '<none>', '80/TCP'],
    ],
  ] as const)
    it(row.join(' '), () => assert.deepEqual(rowOf('Service', { spec, status }), ['x', ...row, '5s', '<none>']));
});
