import assert from 'node:assert/strict';
import { type JsonObject, valueAt } from '../../../../runner/core/json.ts';
import type { Unstructured } from '../../../../runner/simulator/objects/metadata.ts';
import { makeCluster, podOf, report, serviceOf, settle } from '../cluster.ts';

describe('resource-quota', () => {
  const start = async (hard: JsonObject) => {
    const cluster = makeCluster();
    cluster.create('ResourceQuota', { metadata: { name: 'quota' }, spec: { hard } });
    await settle();
    const status = (): JsonObject => cluster.store.get('ResourceQuota', 'default', 'quota')?.['status'] as JsonObject;
    return { ...cluster, status };
  };

  it('tells limits and use, and leaves out resources that nothing counts', async () => {
    const hard = { services: '5', persistentvolumeclaims: '1', 'count/nope': '1', configmaps: '9', pods: '2' };
    const { status } = await start(hard);
    assert.deepEqual(status(), {
      hard: { configmaps: '9', 'count/nope': '1', persistentvolumeclaims: '1', pods: '2', services: '5' },
      // The certificate that every namespace gets.
      used: { configmaps: '1', persistentvolumeclaims: '0', pods: '0', services: '0' },
    });
  });

  it('follows objects that come, end and go', async () => {
    const { status, create, context, store } = await start({ pods: '2', 'count/pods': '2', services: '5' });
    create('Pod', podOf('a'));
    create('Service', serviceOf('a'));
    await settle();
    assert.deepEqual(status()['used'], { 'count/pods': '1', pods: '1', services: '1' });
    report(context, 'a', { ip: '10.244.1.2', ready: false, phase: 'Succeeded' });
    await settle();
    assert.deepEqual(status()['used'], { 'count/pods': '1', pods: '0', services: '1' });
    store.remove('Pod', 'default', 'a');
    store.remove('Service', 'default', 'a');
    await settle();
    assert.deepEqual(status()['used'], { 'count/pods': '0', pods: '0', services: '0' });
  });

  it('follows its own limits', async () => {
    const { status, update } = await start({ services: '5' });
    update('ResourceQuota', 'quota', (quota) => ({ ...quota, spec: { hard: { pods: '1' } } }));
    await settle();
    assert.deepEqual(status(), { hard: { pods: '1' }, used: { pods: '0' } });
  });

  it('writes nothing when nothing changed', async () => {
    const { store, create } = await start({ services: '5' });
    const version = (): string | undefined => store.get('ResourceQuota', 'default', 'quota')?.metadata.resourceVersion;
    const before = version();
    create('Pod', podOf('a'));
    await settle();
    assert.equal(version(), before);
  });

  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'x' }] } };
  const owner = (kind: string, more: JsonObject = {}): JsonObject => ({
    metadata: { name: 'web' },
    spec: {
      ...(kind !== 'Job' && {
        selector: kind === 'ReplicationController' ? { app: 'web' } : { matchLabels: { app: 'web' } },
      }),
      template: kind === 'Job' ? { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } : template,
      ...more,
    },
  });

  const conditionsOf = (object: Unstructured | undefined): JsonObject[] => {
    const conditions = valueAt(object, ['status', 'conditions']);
    return Array.isArray(conditions) ? (conditions as JsonObject[]) : [];
  };

  for (const [kind, spec, words] of [
    ['ReplicaSet', { replicas: 2 }, /^Error creating: pods "web-[a-z0-9]{5}" is forbidden: exceeded quota: quota/],
    ['ReplicationController', { replicas: 2 }, /^Error creating: pods "web-[a-z0-9]{5}" is forbidden/],
    ['DaemonSet', {}, /^Error creating: pods "web-[a-z0-9]{5}" is forbidden/],
    ['Job', { parallelism: 2, completions: 2 }, /^Error creating: pods "web-[a-z0-9]{5}" is forbidden/],
    [
      'StatefulSet',
      { replicas: 2, podManagementPolicy: 'Parallel' },
      /^create Pod web-1 in StatefulSet web failed error: pods "web-1" is forbidden: exceeded quota/,
    ],
  ] as const)
    it(`a ${kind} makes what it may, says so, and goes on when it may`, async () => {
      const { create, store, update, clock } = await start({ pods: '1' });
      create(kind, owner(kind, spec));
      await settle();
      const pods = (): number => store.list('Pod', 'default').length;
      const failures = (): JsonObject[] =>
        store.list('Event', 'default').filter(({ reason }) => reason === 'FailedCreate');
      assert.equal(pods(), 1);
      assert.match(String(failures()[0]?.['message']), words);
      assert.equal(failures()[0]?.['type'], 'Warning');
      const conditions = (): JsonObject[] => conditionsOf(store.get(kind, 'default', 'web'));
      if (kind.startsWith('Replica')) assert.equal(conditions()[0]?.['reason'], 'FailedCreate');
      const tries = (): number => failures().reduce((sum, event) => sum + Number(event['count']), 0);
      const before = tries();
      await clock.advance(1_000);
      assert.ok(tries() > before && tries() <= before + 20, `${tries() - before} tries`);
      update('ResourceQuota', 'quota', (quota) => ({ ...quota, spec: { hard: { pods: '9' } } }));
      await clock.advance(10_000);
      assert.ok(pods() >= 2);
      if (kind.startsWith('Replica')) assert.deepEqual(conditions(), []);
    });

  it('a Deployment whose ReplicaSet is refused says so, and goes on when it may', async () => {
    const { create, store, update, clock } = await start({ 'count/replicasets.apps': '0' });
    create('Deployment', owner('Deployment', { replicas: 1 }));
    await settle();
    const conditions = (): JsonObject[] => conditionsOf(store.get('Deployment', 'default', 'web'));
    const [first] = conditions();
    assert.deepEqual(
      [first?.['type'], first?.['status'], first?.['reason']],
      ['Progressing', 'False', 'ReplicaSetCreateError'],
    );
    assert.match(
      String(first?.['message']),
      /^Failed to create new replica set "web-[a-z0-9]+": replicasets.apps "web-/,
    );
    assert.ok(store.list('Event', 'default').some(({ reason }) => reason === 'ReplicaSetCreateError'));
    update('ResourceQuota', 'quota', (quota) => ({ ...quota, spec: { hard: { pods: '9' } } }));
    await clock.advance(1_000);
    assert.equal(store.list('Pod', 'default').length, 1);
    assert.deepEqual(
      conditions().map(({ reason }) => reason),
      ['MinimumReplicasUnavailable', 'ReplicaSetUpdated'],
    );
  });
});
