import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import { makeApi } from '../../../cluster.ts';

const backend = { service: { name: 'kubia', port: { number: 80 } } };
const withPath = (path: JsonObject, host = 'kubia.example.com') => ({ rules: [{ host, http: { paths: [path] } }] });

describe('Ingress validation', () => {
  for (const [spec, message] of [
    [{}, 'spec: Invalid value: null: either `defaultBackend` or `rules` must be specified'],
    [
      withPath({ path: '/', backend }),
      'spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified',
    ],
    [
      withPath({ path: 'x', pathType: 'Prefix', backend }),
      'spec.rules[0].http.paths[0].path: Invalid value: "x": must be an absolute path',
    ],
    [
      withPath({ path: '/a//b', pathType: 'Exact', backend }),
      'spec.rules[0].http.paths[0].path: Invalid value: "/a//b": must not contain \'//\'',
    ],
    [
      withPath({ path: '/a/..', pathType: 'Exact', backend }),
      'spec.rules[0].http.paths[0].path: Invalid value: "/a/..": cannot end with \'/..\'',
    ],
    [
      withPath({ path: '/', pathType: 'Regex', backend }),
      'spec.rules[0].http.paths[0].pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"',
    ],
    [
      withPath({ path: '/', pathType: 'Prefix', backend: { service: { name: 'a' } } }),
      'spec.rules[0].http.paths[0].backend: Required value: port name or number is required',
    ],
    [
      withPath({
        path: '/',
        pathType: 'Prefix',
        backend: { service: { name: 'a', port: { number: 80, name: 'http' } } },
      }),
      'spec.rules[0].http.paths[0].backend: Invalid value: "": cannot set both port name & port number',
    ],
    [
      withPath({ path: '/', pathType: 'Prefix', backend: {} }),
      'spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required',
    ],
  ] as const)
    it(message, () => {
      assert.throws(() => makeApi().create('Ingress', { metadata: { name: 'i' }, spec: spec as never }), {
        message: `Ingress.networking.k8s.io "i" is invalid: ${message}`,
      });
    });

  it('refuses an address as a host', () => {
    const spec = withPath({ path: '/', pathType: 'Prefix', backend }, '1.2.3.4');
    assert.throws(
      () => makeApi().create('Ingress', { metadata: { name: 'i' }, spec }),
      /must be a DNS name, not an IP address/,
    );
  });

  it('takes wildcards, empty paths of the class, and a default backend alone', () => {
    const { create } = makeApi();
    assert.ok(
      create('Ingress', {
        metadata: { name: 'a' },
        spec: withPath({ path: '/', pathType: 'Prefix', backend }, '*.foo.com'),
      }),
    );
    assert.ok(
      create('Ingress', { metadata: { name: 'b' }, spec: withPath({ pathType: 'ImplementationSpecific', backend }) }),
    );
    assert.ok(create('Ingress', { metadata: { name: 'c' }, spec: { defaultBackend: backend } }));
  });
});
