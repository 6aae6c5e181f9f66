import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { resourceQuotaController } from '../../../../../runner/simulator/controllers/resource-quota.ts';
import { apiKind, makeCluster, podOf, serviceOf, settle } from '../../cluster.ts';

const asking = (name: string, requests: JsonObject): JsonObject =>
  podOf(name, {}, { containers: [{ name: 'main', image: 'i', resources: { requests } }] });

describe('quota', () => {
  const start = async (hard: JsonObject, more: JsonObject = {}) => {
    const cluster = makeCluster((context) => [resourceQuotaController(context)]);
    cluster.create('ResourceQuota', { metadata: { name: 'quota' }, spec: { hard, ...more } });
    await settle();
    const status = (): JsonObject => cluster.store.get('ResourceQuota', 'default', 'quota')?.['status'] as JsonObject;
    return { ...cluster, status, used: () => status()['used'] };
  };

  it('refuses what goes beyond it, and says by what', async () => {
    const { create, used } = await start({ services: '1' });
    create('Service', serviceOf('a'));
    assert.throws(() => create('Service', serviceOf('b')), {
      code: 403,
      reason: 'Forbidden',
      message:
        'services "b" is forbidden: exceeded quota: quota, requested: services=1, used: services=1, limited: services=1',
      details: { name: 'b', kind: 'services' },
    });
    await settle();
    assert.deepEqual(used(), { services: '1' });
  });

  it('counts what was made in the same moment', async () => {
    const { create } = await start({ pods: '2' });
    create('Pod', podOf('a'));
    create('Pod', podOf('b'));
    assert.throws(() => create('Pod', podOf('c')), /requested: pods=1, used: pods=2, limited: pods=2/);
  });

  it('a refused Service leaves its address free, and the next one gets one', async () => {
    const { create, update } = await start({ services: '1' });
    const fixed = { clusterIP: '10.96.0.77' };
    create('Service', serviceOf('a'));
    assert.throws(() => create('Service', serviceOf('b', fixed)), /exceeded quota/);
    update('ResourceQuota', 'quota', (quota) => ({ ...quota, spec: { hard: { services: '2' } } }));
    await settle();
    create('Service', serviceOf('b', fixed));
  });

  it('demands that every container says what is counted', async () => {
    const { create } = await start({ cpu: '1', 'limits.memory': '1Gi', pods: '5' });
    assert.throws(() => create('Pod', podOf('a')), {
      message: 'pods "a" is forbidden: failed quota: quota: must specify cpu for: main; limits.memory for: main',
    });
    const resources = { requests: { cpu: '500m' }, limits: { memory: '1Gi' } };
    create('Pod', podOf('a', {}, { containers: [{ name: 'main', image: 'i', resources }] }));
  });

  it('adds up and shows quantities in canonical form', async () => {
    const { create, used } = await start({ 'requests.cpu': '1000m', 'requests.memory': '2048Mi' });
    create('Pod', asking('a', { cpu: '0.7', memory: '1024Mi' }));
    assert.throws(() => create('Pod', asking('b', { cpu: '400m', memory: '1Mi' })), {
      message:
        'pods "b" is forbidden: exceeded quota: quota, requested: requests.cpu=400m, used: requests.cpu=700m, limited: requests.cpu=1',
    });
    await settle();
    assert.deepEqual(used(), { 'requests.cpu': '700m', 'requests.memory': '1Gi' });
  });

  it('charges an update of a Service for what it adds', async () => {
    const { create, update, used } = await start({ 'services.nodeports': '1' });
    create('Service', serviceOf('a', { type: 'NodePort' }));
    create('Service', serviceOf('b'));
    const change = (name: string, spec: JsonObject) =>
      update('Service', name, (service) => ({ ...service, spec: { ...(service['spec'] as JsonObject), ...spec } }));
    assert.throws(
      () => change('b', { type: 'NodePort' }),
      /requested: services.nodeports=1, used: services.nodeports=1/,
    );
    change('a', { sessionAffinity: 'ClientIP' });
    change('a', { type: 'ClusterIP' });
    change('b', { type: 'NodePort' });
    await settle();
    assert.deepEqual(used(), { 'services.nodeports': '1' });
  });

  it('a dry run is measured and counts nothing', async () => {
    const { registry, create, used } = await start({ configmaps: '1' });
    const dry = (name: string): unknown =>
      registry.create(apiKind('ConfigMap'), 'default', { metadata: { name } }, { manager: 't', dryRun: true });
    dry('a');
    await settle();
    assert.deepEqual(used(), { configmaps: '0' });
    create('ConfigMap', { metadata: { name: 'a' } });
    assert.throws(() => dry('b'), /exceeded quota/);
  });

  it('is asked after the object was found valid, and before its name was found taken', async () => {
    const { create } = await start({ services: '1' });
    create('Service', serviceOf('a'));
    assert.throws(() => create('Service', serviceOf('b', { ports: [] })), { code: 422 });
    assert.throws(() => create('Service', serviceOf('a')), { code: 403 });
  });

  it('concerns its own namespace and scope', async () => {
    const { create, registry, used } = await start({ pods: '0' }, { scopes: ['Terminating'] });
    create('Pod', podOf('a'));
    assert.throws(() => create('Pod', podOf('b', {}, { activeDeadlineSeconds: 5 })), /exceeded quota/);
    registry.create(apiKind('Namespace'), undefined, { metadata: { name: 'other' } });
    registry.create(apiKind('Pod'), 'other', podOf('b', {}, { activeDeadlineSeconds: 5 }));
    await settle();
    assert.deepEqual(used(), { pods: '0' });
  });

  it('limits nothing until its controller has seen it', () => {
    const { create } = makeCluster(() => []);
    create('ResourceQuota', { metadata: { name: 'quota' }, spec: { hard: { services: '0' } } });
    create('Service', serviceOf('a'));
  });
});
