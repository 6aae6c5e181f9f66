import assert from 'node:assert/strict';
import { Store } from '../../../../runner/simulator/api/store.ts';
import { endpointOf, groupsOf } from '../../../../runner/simulator/controllers/slice-endpoints.ts';
import type { Pod } from '../../../../runner/simulator/objects/pods.ts';
import type { Service } from '../../../../runner/simulator/objects/services.ts';

const service = (spec: object = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default', uid: 's', resourceVersion: '1' },
  spec: { type: 'ClusterIP', ports: [{ protocol: 'TCP', port: 80, targetPort: 'http' }], ...spec },
  status: {},
});

const pod = (name: string, ready: boolean, port: number, more: object = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', uid: name, resourceVersion: '1', ...more },
  spec: {
    containers: [{ name: 'main', image: 'x', ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }] }],
    nodeName: 'n',
  },
  status: {
    phase: 'Running',
    podIP: '10.244.1.2',
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
  },
});

const store = new Store();
store.put({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n', uid: 'n', resourceVersion: '', labels: { 'topology.kubernetes.io/zone': 'a' } },
});

describe('the endpoints of slices', () => {
  const leaving = { deletionTimestamp: '2026-01-01T00:00:00Z' };
  for (const [title, of, expected] of [
    ['a ready pod', pod('a', true, 80), { ready: true, serving: true, terminating: false }],
    ['one that is not ready', pod('a', false, 80), { ready: false, serving: false, terminating: false }],
    ['one that ends', pod('a', true, 80, leaving), { ready: false, serving: true, terminating: true }],
  ] as const)
    it(`${title}`, () => assert.deepEqual(endpointOf(store, service(), of).conditions, expected));

  it('are ready before their pods are when the Service publishes them', () => {
    const { conditions } = endpointOf(store, service({ publishNotReadyAddresses: true }), pod('a', false, 80));
    assert.deepEqual(conditions, { ready: true, serving: false, terminating: false });
  });

  it('hint at their zone and node when the Service asks for it', () => {
    const hintsWith = (trafficDistribution?: string) =>
      endpointOf(store, service(trafficDistribution ? { trafficDistribution } : {}), pod('a', true, 80)).hints;
    assert.equal(hintsWith(), undefined);
    assert.deepEqual(hintsWith('PreferClose'), { forZones: [{ name: 'a' }] });
    assert.deepEqual(hintsWith('PreferSameNode'), { forZones: [{ name: 'a' }], forNodes: [{ name: 'n' }] });
  });

  it('share a slice by their ports, a hundred at most', () => {
    const pods = Array.from({ length: 103 }, (_, index) => pod(`a${index}`, true, index < 101 ? 80 : 8080));
    const groups = groupsOf(service(), pods, (each) => endpointOf(store, service(), each));
    assert.deepEqual(
      groups.map(({ ports, endpoints }) => [ports[0]?.port, endpoints.length]),
      [
        [80, 100],
        [80, 1],
        [8080, 2],
      ],
    );
  });

  it('have a slice even when there are none', () =>
    assert.deepEqual(
      groupsOf(service(), [], () => assert.fail()),
      [{ ports: [], endpoints: [] }],
    ));
});
