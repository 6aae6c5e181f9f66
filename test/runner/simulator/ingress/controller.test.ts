import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { createIngress } from '../../../../runner/simulator/ingress/controller.ts';
import { createNetwork } from '../../../../runner/simulator/network/network.ts';
import type { HttpRequest, HttpResponse } from '../../../../runner/simulator/world.ts';
import { certificate } from '../support/certificates.ts';
import { endpoint, named, type TestWorld, testWorld } from '../support/world.ts';

const backend = (service: string, port: JsonObject = { number: 80 }): JsonObject => ({
  service: { name: service, port },
});

const path = (pathType: string, at: string, service = at): JsonObject => ({
  pathType,
  path: at,
  backend: backend(service),
});

/** Services a, b and c with one pod each, named by every path of the tables too. */
const setting = (services: readonly string[] = ['a', 'b', 'c']): TestWorld => {
  const world = testWorld();
  world.put({
    kind: 'IngressClass',
    metadata: { name: 'traefik' },
    spec: { controller: 'traefik.io/ingress-controller' },
  });
  for (const [index, name] of services.entries()) {
    const ip = `10.244.1.${10 + index}`;
    world.pod(`pod-${index}`, { ip, listeners: [named(name)] });
    world.service(name, { clusterIP: `10.96.1.${index}`, ports: [{ name: 'http', port: 80, targetPort: 8080 }] }, [
      endpoint(ip),
    ]);
  }
  return world;
};

const put = (world: TestWorld, spec: JsonObject, name = 'web', more: JsonObject = {}): void =>
  void world.put({
    kind: 'Ingress',
    metadata: { name, namespace: 'default', ...more },
    spec: { ingressClassName: 'traefik', ...spec },
  });

const controllerOf = (world: TestWorld) =>
  createIngress(world, createNetwork(world), () => ({ place: 'node', node: 'control-plane', ip: '172.18.0.2' }));

const peer = { ip: '172.18.0.100', port: 40_000 };

const get = (
  world: TestWorld,
  host: string,
  target: string,
  headers: Record<string, string> = {},
): Promise<HttpResponse> =>
  controllerOf(world).serve({ method: 'GET', target, headers: { host, ...headers }, body: '' }, peer, 'http');

const hit = async (world: TestWorld, host: string, target: string): Promise<string | number> => {
  const { status, body } = await get(world, host, target);
  return status === 200 ? body.replace("You've hit ", '').trim() : status;
};

describe('ingress: the pathType table (B66a)', () => {
  for (const [type, paths, request, expected] of [
    ['Prefix', ['/'], '/', '/'],
    ['Prefix', ['/'], '/any/thing', '/'],
    ['Exact', ['/foo'], '/foo', '/foo'],
    ['Exact', ['/foo'], '/foo?query=1', '/foo'],
    ['Exact', ['/foo'], '/bar', 404],
    ['Exact', ['/foo'], '/foo/', 404],
    ['Exact', ['/foo'], '/FOO', 404],
    ['Exact', ['/foo/'], '/foo', 404],
    ['Prefix', ['/foo'], '/foo', '/foo'],
    ['Prefix', ['/foo'], '/foo/', '/foo'],
    ['Prefix', ['/foo'], '/FOO', 404],
    ['Prefix', ['/foo/'], '/foo', '/foo/'],
    ['Prefix', ['/foo/'], '/foo/', '/foo/'],
    ['Prefix', ['/aaa/bb'], '/aaa/bbb', 404],
    ['Prefix', ['/aaa/bbb'], '/aaa/bbb', '/aaa/bbb'],
    ['Prefix', ['/aaa/bbb'], '/aaa/bbb/', '/aaa/bbb'],
    ['Prefix', ['/aaa/bbb'], '/aaa/bbb/ccc', '/aaa/bbb'],
    ['Prefix', ['/aaa/bbb/'], '/aaa/bbb', '/aaa/bbb/'],
    ['Prefix', ['/aaa/bbb/'], '/aaa/bbb/', '/aaa/bbb/'],
    ['Prefix', ['/aaa/bbb'], '/aaa/bbbxyz', 404],
    ['Prefix', ['/', '/aaa'], '/aaa/ccc', '/aaa'],
    ['Prefix', ['/', '/aaa', '/aaa/bbb'], '/aaa/bbb', '/aaa/bbb'],
    ['Prefix', ['/', '/aaa', '/aaa/bbb'], '/ccc', '/'],
    ['Prefix', ['/aaa', '/aaa/bbb'], '/aaaccc', 404],
    ['Prefix', ['/aaa'], '/ccc', 404],
  ] as const)
    it(`${type} ${paths.join(' ')} asked ${request}: ${expected}`, async () => {
      for (const order of [paths, paths.toReversed()]) {
        const world = setting(paths);
        put(world, { rules: [{ http: { paths: order.map((each) => path(type, each)) } }] });
        assert.equal(await hit(world, 'any.org', request), expected);
      }
    });

  it('Exact wins over Prefix for the same path', async () => {
    const world = setting();
    put(world, { rules: [{ http: { paths: [path('Prefix', '/foo', 'a'), path('Exact', '/foo', 'b')] } }] });
    assert.equal(await hit(world, 'x', '/foo'), 'b');
    assert.equal(await hit(world, 'x', '/foo/'), 'a');
  });
});

describe('ingress: hosts (B66, S59)', () => {
  const rules = [
    { host: '*.foo.com', http: { paths: [path('Prefix', '/', 'a')] } },
    { host: 'foo.bar.com', http: { paths: [path('Prefix', '/', 'b')] } },
    { host: 'one.foo.com', http: { paths: [path('Prefix', '/', 'c')] } },
  ];
  for (const [host, expected] of [
    ['bar.foo.com', 'a'],
    ['BAR.foo.com', 'a'],
    ['baz.bar.foo.com', 404],
    ['foo.com', 404],
    ['foo.bar.com', 'b'],
    ['foo.bar.com:8080', 'b'],
    ['subdomain.bar.com', 404],
    ['one.foo.com', 'c'],
    ['', 404],
  ] as const)
    it(`${host || 'no host'}: ${expected}`, async () => {
      const world = setting();
      put(world, { rules });
      assert.equal(await hit(world, host, '/'), expected);
    });

  it('an exact host beats a wildcard, and a wildcard beats any host, whatever the path', async () => {
    const world = setting();
    put(world, {
      rules: [
        { http: { paths: [path('Exact', '/long/path', 'c')] } },
        { host: '*.foo.com', http: { paths: [path('Prefix', '/', 'a')] } },
      ],
    });
    assert.equal(await hit(world, 'x.foo.com', '/long/path'), 'a');
    assert.equal(await hit(world, 'x.org', '/long/path'), 'c');
  });
});

describe('ingress: backends', () => {
  it('B68 a default backend takes what no rule takes, also alone and for a rule without paths', async () => {
    const world = setting();
    put(world, { defaultBackend: backend('b') }, 'fallback');
    assert.equal(await hit(world, 'x.org', '/anything'), 'b');
    put(world, {
      defaultBackend: backend('c'),
      rules: [{ host: 'whole.org' }, { http: { paths: [path('Exact', '/a', 'a')] } }],
    });
    assert.equal(await hit(world, 'whole.org', '/x'), 'c');
    assert.equal(await hit(world, 'x.org', '/a'), 'a');
  });

  it('B69 a backend port is the number or the name of a Service port, never the pod port', async () => {
    const world = setting();
    const to = (port: JsonObject) =>
      put(world, { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend('a', port) }] } }] });
    for (const [port, expected] of [
      [{ number: 80 }, 'a'],
      [{ name: 'http' }, 'a'],
      [{ number: 8080 }, 404],
      [{ name: 'nope' }, 404],
    ] as const) {
      to(port);
      assert.equal(await hit(world, 'x', '/'), expected);
    }
  });

  it('S60 C13 answers as Traefik v3: unmatched 404, no Service 404, no endpoints 503, closed port 502', async () => {
    const world = setting();
    const unmatched = await get(world, 'x', '/');
    assert.deepEqual([unmatched.status, unmatched.body], [404, '404 page not found\n']);
    put(world, { rules: [{ http: { paths: [path('Prefix', '/gone', 'gone'), path('Prefix', '/empty', 'empty')] } }] });
    world.service('empty', { clusterIP: '10.96.1.9', ports: [{ port: 80 }] });
    assert.equal((await get(world, 'x', '/gone')).status, 404);
    const empty = await get(world, 'x', '/empty');
    assert.deepEqual([empty.status, empty.body], [503, 'no available server\n']);
    world.pod('closed', { ip: '10.244.1.99', ports: [] });
    world.service('empty', { clusterIP: '10.96.1.9', ports: [{ port: 80 }] }, [endpoint('10.244.1.99')]);
    assert.equal((await get(world, 'x', '/empty')).status, 502);
  });

  it('a backend that is silent is given up after 30 s', async () => {
    const world = setting();
    put(world, { rules: [{ http: { paths: [path('Prefix', '/', 'lost')] } }] });
    world.service('lost', { clusterIP: '10.96.1.9', ports: [{ port: 80 }] }, [endpoint('11.11.11.11')]);
    const waiting = get(world, 'x', '/');
    await world.clock.advance(30_000);
    assert.equal((await waiting).status, 504);
  });

  it('S57 balances each request over the pods, past the affinity of the Service', async () => {
    const world = setting(['a']);
    const ips = Array.from({ length: 10 }, (_, index) => `10.244.2.${10 + index}`);
    for (const ip of ips) world.pod(`p-${ip}`, { ip, node: 'worker-2', listeners: [named(ip)] });
    world.service(
      'a',
      { clusterIP: '10.96.1.1', sessionAffinity: 'ClientIP', ports: [{ port: 80, targetPort: 8080 }] },
      ips.map((ip) => endpoint(ip, 'worker-2')),
    );
    put(world, { rules: [{ http: { paths: [path('Prefix', '/', 'a')] } }] });
    const controller = controllerOf(world);
    const seen = new Set<string>();
    for (let time = 0; time < 10; time++)
      seen.add(
        (await controller.serve({ method: 'GET', target: '/', headers: { host: 'x' }, body: '' }, peer, 'http')).body,
      );
    assert.equal(seen.size, 10);
  });

  it('S58 the backend gets the whole path, and the client by X-Forwarded-For only', async () => {
    const world = setting();
    let seen: HttpRequest | undefined;
    const record = (request: HttpRequest): HttpRequest => {
      seen = request;
      return request;
    };
    world.pod('pod-0', {
      ip: '10.244.1.10',
      listeners: [
        {
          ...named('a'),
          http: async (request, from) => ({ status: 200, headers: {}, body: `${record(request).target} ${from.ip}` }),
        },
      ],
    });
    put(world, { rules: [{ http: { paths: [path('Prefix', '/kubia', 'a')] } }] });
    const { body } = await get(world, 'x.org', '/kubia/deep?q=1', { 'x-forwarded-for': '6.6.6.6' });
    assert.equal(body, '/kubia/deep?q=1 172.18.0.2');
    assert.equal(seen?.headers['x-forwarded-for'], peer.ip);
    assert.equal(seen?.headers['host'], 'x.org');
  });
});

describe('ingress: classes (B65, S52)', () => {
  const rules = { rules: [{ http: { paths: [path('Prefix', '/', 'a')] } }] };
  for (const [title, spec, metadata, expected] of [
    ['its own class', { ingressClassName: 'traefik' }, {}, 'a'],
    ['a class that does not exist', { ingressClassName: 'nope' }, {}, 404],
    ['the class of another controller', { ingressClassName: 'nginx' }, {}, 404],
    ['no class', {}, {}, 404],
    ['the old annotation', {}, { annotations: { 'kubernetes.io/ingress.class': 'traefik' } }, 'a'],
  ] as const)
    it(`${title}: ${expected}`, async () => {
      const world = setting();
      world.put({ kind: 'IngressClass', metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } });
      world.put({
        kind: 'Ingress',
        metadata: { name: 'web', namespace: 'default', ...metadata },
        spec: { ...spec, ...rules },
      });
      assert.equal(await hit(world, 'x', '/'), expected);
    });
});

describe('ingress: TLS (B67)', () => {
  const withTls = (data: Record<string, string>): TestWorld => {
    const world = setting();
    const encoded = Object.fromEntries(
      Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
    );
    world.put({
      kind: 'Secret',
      metadata: { name: 'tls', namespace: 'default' },
      type: 'kubernetes.io/tls',
      data: encoded,
    });
    put(world, { tls: [{ secretName: 'tls' }], rules: [{ http: { paths: [path('Prefix', '/', 'a')] } }] });
    return world;
  };
  const shown = (world: TestWorld, name: string | undefined): string | undefined =>
    controllerOf(world).listeners({ http: 80, https: 443 })[1]?.certificate?.(name);
  const whole = { 'tls.crt': certificate, 'tls.key': 'key' };

  for (const [title, world, name, expected] of [
    ['the name of the certificate', () => withTls(whole), 'kubia.example.com', certificate],
    ['a wildcard of the certificate', () => withTls(whole), 'x.foo.com', certificate],
    ['another name', () => withTls(whole), 'example.com', undefined],
    ['no name', () => withTls(whole), undefined, undefined],
    ['a Secret without a key', () => withTls({ 'tls.crt': certificate }), 'kubia.example.com', undefined],
    ['a Secret with nonsense', () => withTls({ 'tls.crt': 'x', 'tls.key': 'y' }), 'kubia.example.com', undefined],
    ['no Secret', () => setting(), 'kubia.example.com', undefined],
  ] as const)
    it(`${title}: ${expected ? 'the certificate of the Secret' : "the controller's own"}`, () =>
      assert.equal(shown(world(), name), expected));
});
