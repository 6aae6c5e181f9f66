import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import type { HttpRequest } from '../../../../runner/simulator/objects/sockets.ts';
import { endpoint, named } from '../support/cluster-state.ts';
import { backend, controllerOf, get, hit, path, peer, put, setting } from '../support/ingress.ts';

describe('ingress: backends', () => {
  it('B68 a default backend takes what no rule takes, also alone and for a rule without paths', async () => {
    const clusterState = setting();
    put(clusterState, { defaultBackend: backend('b') }, 'fallback');
    assert.equal(await hit(clusterState, 'x.org', '/anything'), 'b');
    put(clusterState, {
      defaultBackend: backend('c'),
      rules: [{ host: 'whole.org' }, { http: { paths: [path('Exact', '/a', 'a')] } }],
    });
    assert.equal(await hit(clusterState, 'whole.org', '/x'), 'c');
    assert.equal(await hit(clusterState, 'x.org', '/a'), 'a');
  });

  it('B69 a backend port is the number or the name of a Service port, never the pod port', async () => {
    const clusterState = setting();
    const to = (port: JsonObject) =>
      put(clusterState, {
        rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend('a', port) }] } }],
      });
    for (const [port, expected] of [
      [{ number: 80 }, 'a'],
      [{ name: 'http' }, 'a'],
      [{ number: 8080 }, 404],
      [{ name: 'nope' }, 404],
    ] as const) {
      to(port);
      assert.equal(await hit(clusterState, 'x', '/'), expected);
    }
  });

  it('S60 C13 answers as Traefik v3: unmatched 404, no Service 404, no endpoints 503, closed port 502', async () => {
    const clusterState = setting();
    const unmatched = await get(clusterState, 'x', '/');
    assert.deepEqual([unmatched.status, unmatched.body], [404, '404 page not found\n']);
    put(clusterState, {
      rules: [{ http: { paths: [path('Prefix', '/gone', 'gone'), path('Prefix', '/empty', 'empty')] } }],
    });
    clusterState.service('empty', { clusterIP: '10.96.1.9', ports: [{ port: 80 }] });
    assert.equal((await get(clusterState, 'x', '/gone')).status, 404);
    const empty = await get(clusterState, 'x', '/empty');
    assert.deepEqual([empty.status, empty.body], [503, 'no available server\n']);
    clusterState.pod('closed', { ip: '10.244.1.99', ports: [] });
    clusterState.service('empty', { clusterIP: '10.96.1.9', ports: [{ port: 80 }] }, [endpoint('10.244.1.99')]);
    assert.equal((await get(clusterState, 'x', '/empty')).status, 502);
  });

  it('a backend that is silent is given up after 30 s', async () => {
    const clusterState = setting();
    put(clusterState, { rules: [{ http: { paths: [path('Prefix', '/', 'lost')] } }] });
    clusterState.service('lost', { clusterIP: '10.96.1.9', ports: [{ port: 80 }] }, [endpoint('11.11.11.11')]);
    const waiting = get(clusterState, 'x', '/');
    await clusterState.clock.advance(30_000);
    assert.equal((await waiting).status, 504);
  });

  it('S57 balances each request over the pods, past the affinity of the Service', async () => {
    const clusterState = setting(['a']);
    const ips = Array.from({ length: 10 }, (_, index) => `10.244.2.${10 + index}`);
    for (const ip of ips) clusterState.pod(`p-${ip}`, { ip, node: 'worker-2', listeners: [named(ip)] });
    clusterState.service(
      'a',
      { clusterIP: '10.96.1.1', sessionAffinity: 'ClientIP', ports: [{ port: 80, targetPort: 8080 }] },
      ips.map((ip) => endpoint(ip, 'worker-2')),
    );
    put(clusterState, { rules: [{ http: { paths: [path('Prefix', '/', 'a')] } }] });
    const controller = controllerOf(clusterState);
    const seen = new Set<string>();
    for (let time = 0; time < 10; time++)
      seen.add(
        (await controller.serve({ method: 'GET', target: '/', headers: { host: 'x' }, body: '' }, peer, 'http')).body,
      );
    assert.equal(seen.size, 10);
  });

  it('S58 the backend gets the whole path, and the client by X-Forwarded-For only', async () => {
    const clusterState = setting();
    let seen: HttpRequest | undefined;
    const record = (request: HttpRequest): HttpRequest => {
      seen = request;
      return request;
    };
    clusterState.pod('pod-0', {
      ip: '10.244.1.10',
      listeners: [
        {
          ...named('a'),
          http: async (request, from) => ({ status: 200, headers: {}, body: `${record(request).target} ${from.ip}` }),
        },
      ],
    });
    put(clusterState, { rules: [{ http: { paths: [path('Prefix', '/kubia', 'a')] } }] });
    const { body } = await get(clusterState, 'x.org', '/kubia/deep?q=1', { 'x-forwarded-for': '6.6.6.6' });
    assert.equal(body, '/kubia/deep?q=1 172.18.0.2');
    assert.equal(seen?.headers['x-forwarded-for'], peer.ip);
    assert.equal(seen?.headers['host'], 'x.org');
  });
});
