import assert from 'node:assert/strict';
import type { Reach } from '../../../../../runner/simulator/api/http/proxy.ts';
import type { HttpRequest, HttpResponse } from '../../../../../runner/simulator/objects/sockets.ts';
import { podOf, serviceOf } from '../../cluster.ts';
import { serveApi } from './api-client.ts';

/** What the pods' sockets answer, by address and port; without an entry they refuse. */
const sockets: Record<string, Partial<HttpResponse> | { fault: string }> = {};
const asked: { location: Parameters<Reach>[0]; request: HttpRequest }[] = [];
const reach: Reach = async (location, request) => {
  asked.push({ location, request });
  const found = sockets[`${location.ip}:${location.port}`] ?? { fault: 'nobody' };
  return 'fault' in found ? found : { status: 200, headers: { 'content-type': 'text/plain' }, body: '', ...found };
};

describe('the proxy of Services and pods (B71)', () => {
  let api: Awaited<ReturnType<typeof serveApi>>;
  before(async () => {
    api = await serveApi(reach);
    for (const [name, ip] of [
      ['one', '10.244.0.1'],
      ['two', '10.244.0.2'],
    ] as const) {
      api.create('Pod', podOf(name));
      api.context.setStatus(api.store.get('Pod', 'default', name) as never, { phase: 'Running', podIP: ip });
      Object.assign(sockets, { [`${ip}:8080`]: { body: `hit ${name}` } });
    }
    api.create(
      'Service',
      serviceOf('web', {
        ports: [
          { name: 'http', port: 80 },
          { name: 'tls', port: 443 },
        ],
      }),
    );
    api.create('Endpoints', {
      metadata: { name: 'web' },
      subsets: [
        {
          addresses: [
            { ip: '10.244.0.1', targetRef: { kind: 'Pod', namespace: 'default', name: 'one' } },
            { ip: '10.244.0.9' },
          ],
          ports: [
            { name: 'http', port: 8080 },
            { name: 'tls', port: 8443 },
          ],
        },
      ],
    });
    api.create('Service', serviceOf('empty'));
    api.create('Endpoints', { metadata: { name: 'empty' } });
    api.create('Service', serviceOf('bare'));
  });
  after(() => api.server.close());
  const at = (path: string): string => `/api/v1/namespaces/default/${path}`;
  const get = (path: string) => api.ask('GET', at(path));

  it('a Service by port name or number, a pod by its first port or another', async () => {
    for (const path of ['services/web:http/proxy/', 'services/web:80/proxy/', 'services/http:web:http/proxy/'])
      assert.equal((await get(path)).text, 'hit one', path);
    assert.equal((await get('pods/two/proxy/')).text, 'hit two');
    assert.equal((await get('pods/two:8080/proxy/')).text, 'hit two');
  });

  it('hands over method, path, query, body and headers, but no credentials', async () => {
    asked.length = 0;
    await api.ask('PUT', at('services/web:http/proxy/a/b/?c=d&e'), { body: 'text', headers: { 'x-own': 'yes' } });
    const request = asked[0]?.request;
    assert.deepEqual([request?.method, request?.target, request?.body], ['PUT', '/a/b/?c=d&e', 'text']);
    assert.equal(request?.headers['x-own'], 'yes');
    assert.equal(request?.headers['authorization'], undefined);
    assert.equal(request?.headers['x-forwarded-uri'], at('services/web:http/proxy/a/b/'));
  });

  it('a path without a slash at its end is sent there first', async () => {
    assert.equal((await get('services/web:http/proxy?a=b')).status, 301);
  });

  it('links and redirects lead through the proxy', async () => {
    sockets['10.244.0.2:81'] = {
      body: '<a href="/x">x</a><img src="//o/y"><a href="z">',
      headers: { 'content-type': 'text/html' },
    };
    const prefix = at('pods/two:81/proxy');
    assert.equal((await get('pods/two:81/proxy/')).text, `<a href="${prefix}/x">x</a><img src="//o/y"><a href="z">`);
    sockets['10.244.0.2:82'] = { status: 302, headers: { location: '/login' } };
    assert.equal((await get('pods/two:82/proxy/')).status, 302);
  });

  it('TLS is asked for with https:', async () => {
    asked.length = 0;
    await get('services/https:web:tls/proxy/');
    await get('services/web:tls/proxy/');
    assert.deepEqual(
      asked.map(({ location: { secure, port } }) => [secure, port]),
      [
        [true, 8443],
        [false, 8443],
      ],
    );
  });

  for (const [path, status, message] of [
    ['services/empty/proxy/', 503, 'no endpoints available for service "empty"'],
    ['services/web/proxy/', 503, 'no endpoints available for service "web"'],
    ['services/web:nope/proxy/', 503, 'no endpoints available for service "web:nope"'],
    ['services/web:81/proxy/', 503, 'no service port 81 found for service "web"'],
    ['services/nobody:80/proxy/', 404, 'services "nobody" not found'],
    ['services/bare/proxy/', 404, 'services "bare" not found'],
    ['services/ftp:web:80/proxy/', 400, 'invalid service request "ftp:web:80"'],
    ['pods/nobody/proxy/', 404, 'pods "nobody" not found'],
    ['pods/a:b:c:d/proxy/', 400, 'invalid pod request "a:b:c:d"'],
    ['pods/two:9/proxy/', 503, 'error trying to reach service: nobody'],
  ] as const)
    it(`${path}: ${message}`, async () => {
      const reply = await get(path);
      assert.deepEqual([reply.status, reply.body.message], [status, message]);
    });
});
