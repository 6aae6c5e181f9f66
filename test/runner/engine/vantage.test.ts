import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { resolveVantage } from '../../../runner/engine/vantage.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';

const pod = (name: string, phase = 'Running', ready = 'True', more: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'test', labels: { app: 'kubia' }, ...more },
  status: { phase, conditions: [{ type: 'Ready', status: ready }] },
});

const from = async (text: string, ...objects: KubernetesObject[]): Promise<unknown> => {
  const node: KubernetesObject = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker' } };
  try {
    return await resolveVantage(text, {
      cluster: fakeCluster({ objects: [node, ...objects] }),
      namespace: 'test',
      signal: new AbortController().signal,
      probe: async () => undefined,
    });
  } catch (cause) {
    return (cause as { reason: { code: string } }).reason.code;
  }
};

describe('vantage', () => {
  it('finds a pod by its name', async () => {
    assert.deepEqual(await from('pod/a', pod('a')), { place: 'pod', namespace: 'test', pod: 'a' });
  });

  it('finds a pod of another namespace by both names', async () => {
    const other = { ...pod('a'), metadata: { name: 'a', namespace: 'elsewhere' } };
    assert.deepEqual(await from('pod/elsewhere/a', other), { place: 'pod', namespace: 'elsewhere', pod: 'a' });
    assert.equal(await from('pod/a', other), 'pods-gone');
    assert.equal(await from('pod/elsewhere/a', pod('a')), 'pods-gone');
  });

  it('prefers a ready pod among those with a label', async () => {
    const place = await from('pod/app=kubia', pod('a', 'Running', 'False'), pod('b'), pod('c'));
    assert.deepEqual(place, { place: 'pod', namespace: 'test', pod: 'b' });
  });

  it('uses a running pod that is not ready if there is no other', async () => {
    assert.deepEqual(await from('pod/app=kubia', pod('a', 'Running', 'False')), {
      place: 'pod',
      namespace: 'test',
      pod: 'a',
    });
  });

  it('never uses a pod that is being deleted or has not started', async () => {
    const ending = pod('a', 'Running', 'True', { deletionTimestamp: '2026-01-01T00:00:00Z' });
    assert.equal(await from('pod/app=kubia', ending, pod('b', 'Pending')), 'pods-gone');
    assert.equal(await from('pod/a', ending), 'pods-gone');
    assert.equal(await from('pod/nobody'), 'pods-gone');
  });

  it('resolves nodes, outside and the probe', async () => {
    assert.deepEqual(await from('node/worker'), { place: 'node', node: 'worker' });
    assert.equal(await from('node/nobody'), 'not-found');
    assert.deepEqual(await from('outside'), { place: 'outside' });
    assert.deepEqual(await from('probe'), { place: 'pod', namespace: 'test', pod: 'plumbline-probe' });
  });

  it('refuses a text that is not a vantage point', async () => {
    assert.equal(await from('moon'), 'spec-invalid');
  });
});
