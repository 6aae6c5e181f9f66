import assert from 'node:assert/strict';
import { createClient } from '../../../runner/cluster/client.ts';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { systemClock } from '../../../runner/core/clock.ts';
import { answer, listen, skippingClock, status, withClient } from './loopback.ts';

const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'n' } };
const reference = { apiVersion: 'v1', kind: 'Pod', name: 'web', namespace: 'n' };
const busy = status(429, 'TooManyRequests', 'too many');

/** Breaks the connection `times` times and then answers. */
const breaking = (times: number, value: unknown = pod, code = 200) => {
  let left = times;
  return (_seen: unknown, response: import('node:http').ServerResponse): void => {
    if (left-- > 0) response.destroy();
    else answer(response, code, value);
  };
};

describe('createTransport', () => {
  it('waits as long as the server asks, and tries again, also a POST that got a 429', async () => {
    for (const call of ['get', 'create'] as const) {
      const clock = skippingClock();
      let left = 2;
      await withClient(
        (_seen, response) =>
          left-- > 0 ? answer(response, 429, busy, { 'retry-after': '2' }) : answer(response, 200, pod),
        async ({ client, requests }) => {
          await (call === 'get' ? client.get(reference) : client.create(pod));
          assert.equal(requests().length, 3);
          assert.deepEqual(clock.pauses, [2_000, 2_000]);
        },
        { clock },
      );
    }
  });

  it('gives up if the server asks for more time than is left', async () => {
    const clock = skippingClock();
    await withClient(
      (_seen, response) => answer(response, 429, busy, { 'retry-after': '4' }),
      async ({ client, requests }) => {
        await assert.rejects(client.get(reference), { name: 'ApiError', status: 429, isRefusal: false });
        assert.equal(requests().length, 3);
      },
      { clock },
    );
  });

  it('sends a POST once if a 503 does not say whether it had an effect', () =>
    withClient(
      (_seen, response) => answer(response, 503, status(503, 'ServiceUnavailable', 'no'), { 'retry-after': '1' }),
      async ({ client, requests }) => {
        await assert.rejects(client.create(pod), { status: 503 });
        assert.equal(requests().length, 1);
      },
      { clock: skippingClock() },
    ));

  it('does not repeat a request after a 429 without Retry-After', () =>
    withClient(
      (_seen, response) => answer(response, 429, busy),
      async ({ client, requests }) => {
        await assert.rejects(client.get(reference), { status: 429 });
        assert.equal(requests().length, 1);
      },
    ));

  it('repeats repeatable requests when the connection breaks', async () => {
    const clock = skippingClock();
    await withClient(
      breaking(3),
      async ({ client, requests }) => {
        assert.deepEqual(await client.get(reference), pod);
        assert.equal(requests().length, 4);
        assert.deepEqual(clock.pauses, [50, 100, 200]);
      },
      { clock },
    );
  });

  it('never repeats a POST or a JSON patch on a broken connection', () =>
    withClient(
      breaking(9),
      async ({ client, requests }) => {
        await assert.rejects(client.create(pod), {
          name: 'UnreachableError',
          message: /^POST \/api\/v1\/namespaces\/n\/pods: /,
        });
        await assert.rejects(client.patch(reference, 'json', []), { name: 'UnreachableError' });
        assert.equal(requests().length, 2);
      },
      { clock: skippingClock() },
    ));

  it('counts an object as deleted if a broken attempt may have deleted it', () =>
    withClient(
      breaking(1, status(404, 'NotFound', 'gone'), 404),
      async ({ client }) => assert.equal(await client.delete(reference), true),
      { clock: skippingClock() },
    ));

  it('stops repeating at the deadline', async () => {
    const clock = skippingClock();
    await withClient(
      breaking(1_000),
      async ({ client }) => {
        await assert.rejects(client.get(reference), { name: 'UnreachableError' });
        assert.ok(clock.now() <= 10_000);
      },
      { clock },
    );
  });

  it('names the request that got no answer in time', () =>
    withClient(
      () => undefined,
      async ({ client }) => {
        await assert.rejects(client.raw('/livez?verbose'), {
          name: 'UnreachableError',
          message: 'GET /livez: no answer within 0.04 s',
        });
      },
      { deadline: 40 },
    ));

  it('includes the body in the deadline', () =>
    withClient(
      (_seen, response) => void response.writeHead(200).write('{'),
      async ({ client }) => {
        await assert.rejects(client.get(reference), { name: 'UnreachableError', message: /no answer within/ });
      },
      { deadline: 40 },
    ));

  it("rejects with the caller's own reason", async () => {
    const controller = new AbortController();
    await withClient(
      () => controller.abort(new Error('enough')),
      async ({ client }) => {
        await assert.rejects(client.raw('/livez', controller.signal), /enough/);
      },
    );
  });

  it('reports at once that nothing listens', async () => {
    const { url, close } = await listen(() => undefined);
    await close();
    const client = createClient({ server: url }, { clock: systemClock });
    await assert.rejects(client.raw('/livez'), { name: 'UnreachableError', message: /^GET \/livez: .*ECONNREFUSED/ });
    await client.close();
    await assert.rejects(client.raw('/livez'), /GET \/livez: the client is closed/);
  });

  it('keeps connections open', () =>
    withClient(
      (_seen, response, request) => answer(response, 200, { ...pod, port: request.socket.remotePort }),
      async ({ client }) => {
        const ports = new Set();
        for (let count = 0; count < 20; count++) ports.add((await client.get(reference))?.['port']);
        assert.ok(ports.size <= 2, `${ports.size} connections for 20 requests`);
      },
    ));
});
