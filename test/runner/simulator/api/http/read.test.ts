import assert from 'node:assert/strict';
import { serviceOf } from '../../cluster.ts';
import { serveApi } from './api-client.ts';

const services = '/api/v1/namespaces/default/services';
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

describe('reading', () => {
  let api: Awaited<ReturnType<typeof serveApi>>;
  before(async () => {
    api = await serveApi();
    for (const name of ['b', 'a', 'c'])
      api.create('Service', { ...serviceOf(name), metadata: { name, labels: { x: name } } });
  });
  after(() => api.server.close());

  const names = async (query: string): Promise<string[]> => {
    const { body } = await api.ask('GET', `${services}${query}`);
    return (body['items'] as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
  };

  it('lists by name, by labels and by fields', async () => {
    assert.deepEqual(await names(''), ['a', 'b', 'c']);
    assert.deepEqual(await names('?labelSelector=x!=b'), ['a', 'c']);
    assert.deepEqual(await names('?fieldSelector=metadata.name%3Dc'), ['c']);
    assert.equal((await api.ask('GET', `${services}?fieldSelector=spec.x%3D1`)).status, 400);
  });

  it('pages', async () => {
    const first = await api.ask('GET', `${services}?limit=2`);
    const { continue: token, remainingItemCount } = first.body['metadata'] as Record<string, string>;
    assert.equal(remainingItemCount, 1);
    assert.deepEqual(await names(`?limit=2&continue=${token}`), ['c']);
    assert.equal((await api.ask('GET', `${services}?continue=nonsense`)).status, 400);
  });

  it('prints tables', async () => {
    const { body } = await api.ask('GET', services, { accept: table });
    assert.equal(body.kind, 'Table');
    assert.equal((body['rows'] as unknown[]).length, 3);
    assert.equal((await api.ask('GET', `${services}/a`, { accept: table })).body.kind, 'Table');
  });

  it('warns of Endpoints, gives metadata alone', async () => {
    assert.match(String((await api.ask('GET', '/api/v1/endpoints')).warning), /^299 - "v1 Endpoints is deprecated/);
    const { body } = await api.ask('GET', services, {
      accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
    });
    assert.equal(body.kind, 'PartialObjectMetadataList');
  });
});
