import assert from 'node:assert/strict';
import { request } from 'node:https';
import { settle } from '../../cluster.ts';
import { serveApi } from './api-client.ts';

type Api = Awaited<ReturnType<typeof serveApi>>;

/** Collects events until `count` came. */
const collect = (api: Api, query: string, count: number, act: () => void = () => {}): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer secret', accept: 'application/json' };
    const call = request(`${api.server.url}/api/v1/configmaps?watch=1&${query}`, {
      ca: api.certificate.certificate,
      headers,
    });
    call.on('error', reject);
    call.on('response', (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
        const lines = text.split('\n').filter(Boolean);
        if (lines.length < count) return;
        response.destroy();
        resolve(
          lines.map((line) => {
            const { type, object } = JSON.parse(line);
            return `${type} ${object.metadata.name ?? object.code ?? object.metadata.resourceVersion}`;
          }),
        );
      });
      act();
    });
    call.end();
  });

describe('watch', () => {
  let api: Api;
  beforeEach(async () => {
    api = await serveApi();
    api.create('ConfigMap', { metadata: { name: 'a', labels: { x: '1' } } });
  });
  afterEach(() => api.server.close());

  it('begins with what is there, then tells changes', async () => {
    const act = (): void => {
      api.create('ConfigMap', { metadata: { name: 'b' } });
      api.store.remove('ConfigMap', 'default', 'a');
    };
    assert.deepEqual(await collect(api, 'resourceVersion=0', 3, act), ['ADDED a', 'ADDED b', 'DELETED a']);
  });

  it('goes on from a version', async () => {
    const { version } = api.store;
    api.create('ConfigMap', { metadata: { name: 'b' } });
    assert.deepEqual(await collect(api, `resourceVersion=${version}`, 1), ['ADDED b']);
  });

  it('an object enters and leaves a selection', async () => {
    const label = (value: string) => () =>
      api.update('ConfigMap', 'a', (current) => ({
        ...current,
        metadata: { ...current.metadata, labels: { x: value } },
      }));
    const version = api.store.version;
    label('2')();
    label('1')();
    assert.deepEqual(await collect(api, `labelSelector=x%3D1&resourceVersion=${version}`, 2), ['DELETED a', 'ADDED a']);
  });

  it('says when a version is too old', async () => {
    for (let round = 0; round < 4001; round += 1)
      api.store.put({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'r', namespace: 'default', uid: 'r', resourceVersion: '' },
      });
    assert.deepEqual(await collect(api, 'resourceVersion=1', 1), ['ERROR 410']);
  });

  it('marks the end of the initial events', async () => {
    const events = await collect(api, 'sendInitialEvents=true&allowWatchBookmarks=true', 2);
    assert.deepEqual(events, ['ADDED a', `BOOKMARK ${api.store.version}`]);
  });

  it('watchers that vanish leave nothing behind', async () => {
    await Promise.all(Array.from({ length: 20 }, () => collect(api, 'resourceVersion=0', 1)));
    await settle();
    api.create('ConfigMap', { metadata: { name: 'later' } });
    assert.equal((await api.ask('GET', '/api/v1/configmaps')).status, 200);
  });
});
