import assert from 'node:assert/strict';
import { hit, path, put, setting } from '../support/ingress.ts';

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
        const clusterState = setting(paths);
        put(clusterState, { rules: [{ http: { paths: order.map((each) => path(type, each)) } }] });
        assert.equal(await hit(clusterState, 'any.org', request), expected);
      }
    });

  it('Exact wins over Prefix for the same path', async () => {
    const clusterState = setting();
    put(clusterState, { rules: [{ http: { paths: [path('Prefix', '/foo', 'a'), path('Exact', '/foo', 'b')] } }] });
    assert.equal(await hit(clusterState, 'x', '/foo'), 'b');
    assert.equal(await hit(clusterState, 'x', '/foo/'), 'a');
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
      const clusterState = setting();
      put(clusterState, { rules });
      assert.equal(await hit(clusterState, host, '/'), expected);
    });

  it('an exact host beats a wildcard, and a wildcard beats any host, whatever the path', async () => {
    const clusterState = setting();
    put(clusterState, {
      rules: [
        { http: { paths: [path('Exact', '/long/path', 'c')] } },
        { host: '*.foo.com', http: { paths: [path('Prefix', '/', 'a')] } },
      ],
    });
    assert.equal(await hit(clusterState, 'x.foo.com', '/long/path'), 'a');
    assert.equal(await hit(clusterState, 'x.org', '/long/path'), 'c');
  });
});
