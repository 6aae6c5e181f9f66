import assert from 'node:assert/strict';
import { apiKind, makeApi, serviceOf } from '../cluster.ts';

describe('registry', () => {
  it('creates with what the server adds, and refuses a second of the name', () => {
    const { create } = makeApi();
    const { metadata } = create('Deployment', {
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'b' }] } },
      },
    });
    assert.match(metadata.uid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(metadata.generation, 1);
    assert.throws(() => create('Service', serviceOf('web')) && create('Service', serviceOf('web')), {
      code: 409,
      message: 'services "web" already exists',
    });
  });

  it('makes names', () => {
    const { create } = makeApi();
    const { metadata } = create('ConfigMap', { metadata: { generateName: 'c-' } });
    assert.match(metadata.name, /^c-[a-z0-9]{5}$/);
  });

  it('stores nothing on a dry run', () => {
    const { create, store } = makeApi();
    create('ConfigMap', { metadata: { name: 'c' } }, { manager: 'test', dryRun: true });
    assert.equal(store.get('ConfigMap', 'default', 'c'), undefined);
  });

  it('is strict about fields, or warns', () => {
    const { create, registry } = makeApi();
    assert.throws(() => create('Service', { ...serviceOf('a'), spce: {} }), {
      message: 'Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spce"',
    });
    const options = { manager: 'test', fieldValidation: 'Warn' } as const;
    const { warnings } = registry.create(apiKind('Service'), 'default', { ...serviceOf('a'), spce: {} }, options);
    assert.deepEqual(warnings, ['unknown field "spce"']);
  });

  it('refuses a stale update, and counts changes of spec only', () => {
    const { create, update, store } = makeApi();
    const first = create('Service', serviceOf('a'));
    update('Service', 'a', (current) => ({ ...current, metadata: { ...current.metadata, labels: { x: 'y' } } }));
    assert.throws(() => update('Service', 'a', () => first), { code: 409, reason: 'Conflict' });
    const before = store.version;
    update('Service', 'a', (current) => current);
    assert.equal(store.version, before);
  });

  it('keeps status from a plain update and spec from one of status', () => {
    const { create, registry, update } = makeApi();
    create('Service', serviceOf('a', { type: 'LoadBalancer' }));
    const status = { loadBalancer: { ingress: [{ ip: '172.18.255.200', ipMode: 'VIP' }] } };
    const change = (current: object) => ({ ...current, spec: {}, status }) as never;
    const written = registry.update({ kind: apiKind('Service'), namespace: 'default', name: 'a' }, change, {
      manager: 't',
      subresource: 'status',
    });
    assert.deepEqual(written.object['status'], status);
    const later = update('Service', 'a', ({ status: _, ...current }) => current as never);
    assert.deepEqual(later['status'], status);
  });

  it('an object on its way out goes with its last finalizer', () => {
    const { create, remove, update, store } = makeApi();
    create('ConfigMap', { metadata: { name: 'c', finalizers: ['a/b'] } });
    assert.equal(remove('ConfigMap', 'c').gone, false);
    assert.ok(store.get('ConfigMap', 'default', 'c')?.metadata.deletionTimestamp);
    update('ConfigMap', 'c', (current) => ({ ...current, metadata: { ...current.metadata, finalizers: [] } }));
    assert.equal(store.get('ConfigMap', 'default', 'c'), undefined);
  });
});
