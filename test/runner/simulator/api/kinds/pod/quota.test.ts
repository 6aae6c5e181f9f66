import assert from 'node:assert/strict';
import { podQuota } from '../../../../../../runner/simulator/api/kinds/pod/quota.ts';
import { writeAmounts } from '../../../../../../runner/simulator/api/limits/amounts.ts';

const used = (fields: object, now = 0): object => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'b' }, ...fields };
  return writeAmounts(podQuota.usage(object as never, now));
};

describe('pods in a quota', () => {
  it('use what they request and are limited to', () => {
    const resources = {
      requests: { cpu: '1', 'example.com/gpu': '2', 'hugepages-2Mi': '4Mi' },
      limits: { memory: '1Gi' },
    };
    const spec = { containers: [{ name: 'c', image: 'i', resources }] };
    assert.deepEqual(used({ spec, status: { phase: 'Running' } }), {
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
      assert.deepEqual(used({ spec, status: { phase } }), { 'count/pods': '1' });
  });

  it('use it on their way out, until their grace is over', () => {
    const deletionTimestamp = new Date(10_000).toISOString();
    const metadata = { name: 'a', namespace: 'b', deletionTimestamp, deletionGracePeriodSeconds: 30 };
    const pod = { metadata, spec: { containers: [] }, status: { phase: 'Running' } };
    assert.deepEqual(used(pod, 40_000), { 'count/pods': '1', pods: '1' });
    assert.deepEqual(used(pod, 40_001), { 'count/pods': '1' });
  });

  it('are counted by these names', () => {
    for (const name of ['pods', 'limits.cpu', 'requests.example.com/gpu', 'hugepages-2Mi'])
      assert.ok(podQuota.counts(name));
    for (const name of ['services', 'requests.storage', 'example.com/gpu', 'requests.foo'])
      assert.equal(podQuota.counts(name), false, name);
  });

  it('must say what they need of what is limited', () => {
    const spec = { containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '1' } } }] };
    assert.deepEqual(podQuota.missing?.({ spec } as never, ['cpu', 'memory', 'pods']), ['memory for: c']);
  });
});
