import assert from 'node:assert/strict';
import { makeApi, rowOf } from '../../cluster.ts';

describe('Node', () => {
  it('of a client has a taint until its kubelet says that it is ready; of the cluster it has none', () => {
    const { create } = makeApi();
    const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
    const taints = (name: string, spec: object, options?: object): unknown =>
      (create('Node', { metadata: { name }, spec: { ...spec } }, options)['spec'] as Record<string, unknown>)['taints'];
    assert.deepEqual(taints('a', {}), [taint]);
    assert.deepEqual(taints('b', { taints: [taint] }), [taint]);
    assert.equal(taints('c', {}, {}), undefined);
  });

  it('prints its role, state and address', () => {
    const node = {
      metadata: {
        name: 'n',
        creationTimestamp: '2026-01-01T00:00:00Z',
        labels: { 'node-role.kubernetes.io/control-plane': '' },
      },
      spec: { unschedulable: true },
      status: {
        addresses: [{ type: 'InternalIP', address: '172.18.0.2' }],
        conditions: [{ type: 'Ready', status: 'True' }],
        nodeInfo: { kubeletVersion: 'v1.34.4' },
      },
    };
    assert.deepEqual(rowOf('Node', node).slice(0, 7), [
      'n',
      'Ready,SchedulingDisabled',
      'control-plane',
      '5s',
      'v1.34.4',
      '172.18.0.2',
      '<none>',
    ]);
  });
});
