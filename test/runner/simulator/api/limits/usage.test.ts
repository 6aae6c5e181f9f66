import assert from 'node:assert/strict';
import { writeAmounts } from '../../../../../runner/simulator/api/limits/amounts.ts';
import { countsNothing, meterOf } from '../../../../../runner/simulator/api/limits/usage.ts';
import type { Unstructured } from '../../../../../runner/simulator/objects/metadata.ts';
import { resource } from '../../cluster.ts';

const used = (kind: string, fields: object, now = 0): object => {
  const object = {
    apiVersion: 'v1',
    kind,
    metadata: { name: 'a', namespace: 'b' },
    ...fields,
  } as unknown as Unstructured;
  return writeAmounts(meterOf(resource(kind))?.usage(object, now) ?? new Map());
};

describe('usage', () => {
  it('of Services', () => {
    const ports = [{ port: 80 }, { port: 81, nodePort: 30_000 }];
    const of = (spec: object): unknown => {
      const { 'services.nodeports': ports, 'services.loadbalancers': balancers } = used('Service', { spec }) as never;
      return [ports, balancers];
    };
    assert.deepEqual(of({ type: 'ClusterIP', ports }), ['0', '0']);
    assert.deepEqual(of({ type: 'NodePort', ports }), ['2', '0']);
    assert.deepEqual(of({ type: 'LoadBalancer', ports }), ['2', '1']);
    assert.deepEqual(of({ type: 'LoadBalancer', ports, allocateLoadBalancerNodePorts: false }), ['1', '1']);
    assert.deepEqual(of({ type: 'ExternalName' }), ['0', '0']);
  });

  it('of pods', () => {
    const resources = {
      requests: { cpu: '1', 'example.com/gpu': '2', 'hugepages-2Mi': '4Mi' },
      limits: { memory: '1Gi' },
    };
    const spec = { containers: [{ name: 'c', image: 'i', resources }] };
    assert.deepEqual(used('Pod', { spec, status: { phase: 'Running' } }), {
      'count/pods': '1',
      pods: '1',
      cpu: '1',
      'requests.cpu': '1',
      'limits.memory': '1Gi',
      'requests.example.com/gpu': '2',
      'hugepages-2Mi': '4Mi',
      'requests.hugepages-2Mi': '4Mi',
    });
    for (const phase of ['Succeeded', 'Failed'])
      assert.deepEqual(used('Pod', { spec, status: { phase } }), { 'count/pods': '1' });
  });

  it('of a pod on its way out, until its grace is over', () => {
    const deletionTimestamp = new Date(10_000).toISOString();
    const metadata = { name: 'a', namespace: 'b', deletionTimestamp, deletionGracePeriodSeconds: 30 };
    const pod = { metadata, spec: { containers: [] }, status: { phase: 'Running' } };
    assert.deepEqual(used('Pod', pod, 40_000), { 'count/pods': '1', pods: '1' });
    assert.deepEqual(used('Pod', pod, 40_001), { 'count/pods': '1' });
  });

  it('of other kinds: their number', () => {
    assert.deepEqual(used('ConfigMap', {}), { configmaps: '1', 'count/configmaps': '1' });
    assert.deepEqual(used('Deployment', {}), { 'count/deployments.apps': '1' });
    assert.equal(meterOf(resource('Event')), undefined);
    assert.equal(meterOf(resource('Node')), undefined);
    assert.ok(countsNothing('persistentvolumeclaims') && !countsNothing('services'));
  });

  it('names that a kind is counted by', () => {
    const pods = meterOf(resource('Pod'));
    for (const name of ['pods', 'limits.cpu', 'requests.example.com/gpu', 'hugepages-2Mi'])
      assert.ok(pods?.counts(name));
    for (const name of ['services', 'requests.storage', 'example.com/gpu', 'requests.foo'])
      assert.equal(pods?.counts(name), false, name);
  });
});
