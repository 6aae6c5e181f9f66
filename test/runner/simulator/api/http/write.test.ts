import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { deleteOptionsOf } from '../../../../../runner/simulator/api/http/write.ts';
import { serviceOf } from '../../cluster.ts';
import { serveApi } from './api-client.ts';

const services = '/api/v1/namespaces/default/services';
const apply = 'application/apply-patch+yaml';

describe('writing', () => {
  let api: Awaited<ReturnType<typeof serveApi>>;
  before(async () => {
    api = await serveApi();
  });
  after(() => api.server.close());

  it('reads options of a deletion from both places', () => {
    const options = deleteOptionsOf({ propagationPolicy: 'Orphan' }, new URLSearchParams('gracePeriodSeconds=0'));
    assert.equal(options.graceSeconds, 0);
    assert.equal(options.propagation, 'Orphan');
    assert.throws(() => deleteOptionsOf({ gracePeriodSeconds: 'x' }, new URLSearchParams()), { code: 400 });
  });

  it('patches in three ways', async () => {
    await api.ask('POST', services, { body: serviceOf('p') });
    for (const [type, body] of [
      ['application/merge-patch+json', { metadata: { labels: { a: '1' } } }],
      ['application/strategic-merge-patch+json', { metadata: { labels: { b: '2' } } }],
      ['application/json-patch+json', [{ op: 'add', path: '/metadata/labels/c', value: '3' }]],
    ] as const)
      assert.equal((await api.ask('PATCH', `${services}/p`, { type, body })).status, 200);
    assert.deepEqual(api.store.get('Service', 'default', 'p')?.metadata.labels, { a: '1', b: '2', c: '3' });
    assert.equal((await api.ask('PATCH', `${services}/p`, { type: 'text/plain', body: {} })).status, 415);
  });

  it('applies: created, unchanged, refused', async () => {
    const body: JsonObject = { apiVersion: 'v1', kind: 'Service', ...serviceOf('s') };
    const path = `${services}/s?fieldManager=me&force=true`;
    const first = await api.ask('PATCH', path, { type: apply, body });
    assert.equal(first.status, 201);
    const second = await api.ask('PATCH', path, { type: apply, body });
    assert.deepEqual([second.status, second.body], [200, first.body]);
    const wrong = await api.ask('PATCH', path, {
      type: apply,
      body: { ...body, spec: { ...(body['spec'] as object), foo: 1 } },
    });
    assert.deepEqual(
      [wrong.status, wrong.body.message],
      [500, 'failed to create typed patch object (/s; /v1, Kind=Service): .spec.foo: field not declared in schema'],
    );
    const ports = ['a', 'b'].map((name) => ({ name, port: 80 }));
    const twice = await api.ask('PATCH', path, { type: apply, body: { ...body, foo: 1, spec: { ports } } });
    assert.deepEqual(
      [twice.status, twice.body.message],
      [
        500,
        'failed to create typed patch object (/s; /v1, Kind=Service): errors:\n  .foo: field not declared in schema\n  .spec.ports: duplicate entries for key [port=80,protocol="TCP"]',
      ],
    );
    assert.equal((await api.ask('PATCH', `${services}/s`, { type: apply, body })).status, 422);
  });

  it('deletes what a selector names', async () => {
    await api.ask('DELETE', `${services}?labelSelector=a%3D1`);
    assert.equal(api.store.get('Service', 'default', 'p'), undefined);
    assert.ok(api.store.get('Service', 'default', 's'));
  });
});
