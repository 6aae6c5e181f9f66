import assert from 'node:assert/strict';
import { request } from 'node:https';
import process from 'node:process';
import { manualClock } from '../../../../../runner/core/clock.ts';
import type { ApiResponse } from '../../../../../runner/simulator/api/http/answer.ts';
import { serveWatch } from '../../../../../runner/simulator/api/http/watch.ts';
import { apiKind, settle } from '../../cluster.ts';
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

const plain = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', uid: name, resourceVersion: '' },
});

/** A response whose reader takes nothing, so that it never closes. */
const fakeResponse = (): ApiResponse & { said: string[] } => {
  const said: string[] = [];
  return {
    said,
    writeHead: () => undefined,
    flushHeaders: () => undefined,
    write: (text) => said.push(JSON.parse(text).type) > 0,
    end: () => said.push('end'),
    destroy: () => said.push('destroy'),
    on: () => undefined,
    writableLength: 0,
    destroyed: false,
  };
};

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

  it('tells an expired version with an event, then ends', async () => {
    for (let round = 0; round < 4001; round += 1) api.store.put(plain('r'));
    const forgotten = api.store.forgotten('ConfigMap');
    assert.ok(forgotten > 1);
    const { status, text } = await api.ask('GET', '/api/v1/configmaps?watch=1&resourceVersion=1');
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(text), {
      type: 'ERROR',
      object: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `too old resource version: 1 (${forgotten})`,
        reason: 'Expired',
        code: 410,
      },
    });
  });

  const unsigned = (text: string, why = 'invalid syntax'): string =>
    `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": ${why}`;

  for (const [query, message] of [
    ['resourceVersion=abc', unsigned('abc')],
    ['resourceVersion=-1', unsigned('-1')],
    ['resourceVersion=1e3', unsigned('1e3')],
    ['resourceVersion=0x1&sendInitialEvents=true', unsigned('0x1')],
    ['resourceVersion=18446744073709551616', unsigned('18446744073709551616', 'value out of range')],
    ['labelSelector=a%20b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['fieldSelector=spec.x%3D1', 'field label not supported: spec.x'],
    ['fieldSelector=x', "invalid selector: 'x'; can't understand 'x'"],
    ['timeoutSeconds=soon', 'strconv.ParseInt: parsing "soon": invalid syntax'],
  ] as const)
    it(`refuses ${query}, and the server lives`, async () => {
      const stray: unknown[] = [];
      const note = (reason: unknown): void => void stray.push(reason);
      process.on('unhandledRejection', note);
      try {
        const { status, body } = await api.ask('GET', `/api/v1/configmaps?watch=1&${query}`);
        assert.deepEqual([status, body['reason'], body.message], [400, 'BadRequest', message]);
        await settle();
        assert.equal((await api.ask('GET', '/api/v1/configmaps')).status, 200);
      } finally {
        process.off('unhandledRejection', note);
      }
      assert.deepEqual(stray, []);
    });

  it('waits for a version that is not reached yet', async () => {
    const act = (): void => {
      for (const name of ['b', 'c', 'd']) api.store.put(plain(name));
    };
    const ahead = api.store.version + 2;
    assert.deepEqual(await collect(api, `resourceVersion=${ahead}`, 1, act), ['ADDED d']);
  });

  it('ends when its time is over, and writes nothing behind the end', async () => {
    const clock = manualClock();
    const response = fakeResponse();
    const target = { kind: apiKind('ConfigMap'), namespace: undefined, name: undefined };
    const query = new URLSearchParams('timeoutSeconds=5&allowWatchBookmarks=true');
    const { store } = api;
    serveWatch({ store, clock, target: { ...target, subresource: undefined }, query, response, show: (each) => each });
    await clock.advance(4_999);
    assert.deepEqual(response.said, ['ADDED']);
    await clock.advance(1);
    store.put(plain('late'));
    assert.deepEqual(response.said, ['ADDED', 'BOOKMARK', 'end']);
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
