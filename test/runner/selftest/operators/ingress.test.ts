import assert from 'node:assert/strict';
import { breakIngress } from '../../../../runner/selftest/operators/ingress.ts';
import { mistakesOf } from '../mistakes.ts';

const backend = { service: { name: 'web', port: { number: 80 } } };

describe('mistakes in an Ingress', () => {
  it('change hosts, paths and backends', () =>
    assert.deepEqual(
      mistakesOf(
        breakIngress({
          spec: {
            rules: [
              {
                host: 'a.example.com',
                http: {
                  paths: [
                    { path: '/', backend },
                    { path: '/a', backend: { service: { name: 'a', port: { name: 'http' } } } },
                  ],
                },
              },
              { host: '*.b.example.com' },
            ],
          },
        }),
      ),
      [
        'host spec.rules.0.host=other.a.example.com',
        'path spec.rules.0.http.paths.0.path=/other',
        'backend spec.rules.0.http.paths.0.backend.service.name=web-other',
        'backend spec.rules.0.http.paths.0.backend.service.port.number=81',
        'path spec.rules.0.http.paths.1.path=/aother',
        'backend spec.rules.0.http.paths.1.backend.service.name=a-other',
        'backend spec.rules.0.http.paths.1.backend.service.port.name=http-x',
        'host spec.rules.1.host=*.other.b.example.com',
      ],
    ));

  it('change the default backend and the TLS Secret', () =>
    assert.deepEqual(
      mistakesOf(breakIngress({ spec: { defaultBackend: backend, tls: [{ secretName: 'cert' }, {}] } })),
      [
        'backend spec.defaultBackend.service.name=web-other',
        'backend spec.defaultBackend.service.port.number=81',
        'tls spec.tls.0.secretName=cert-other',
      ],
    ));
});
