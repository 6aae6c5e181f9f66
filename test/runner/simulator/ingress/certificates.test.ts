import assert from 'node:assert/strict';
import { issuedPair, otherPair } from '../../../support/certificates.ts';
import type { TestClusterState } from '../support/cluster-state.ts';
import { controllerOf, path, put, setting } from '../support/ingress.ts';

describe('ingress: TLS (B67)', () => {
  const withTls = (data: Record<string, string>): TestClusterState => {
    const clusterState = setting();
    const encoded = Object.fromEntries(
      Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
    );
    clusterState.put({
      kind: 'Secret',
      metadata: { name: 'tls', namespace: 'default' },
      type: 'kubernetes.io/tls',
      data: encoded,
    });
    put(clusterState, { tls: [{ secretName: 'tls' }], rules: [{ http: { paths: [path('Prefix', '/', 'a')] } }] });
    return clusterState;
  };
  const shown = (clusterState: TestClusterState, name: string | undefined): string | undefined =>
    controllerOf(clusterState).listeners({ http: 80, https: 443 })[1]?.certificate?.(name);
  const { certificate, key } = issuedPair;
  const whole = { 'tls.crt': certificate, 'tls.key': key };

  for (const [title, clusterState, name, expected] of [
    ['the name of the certificate', () => withTls(whole), 'issued.example.com', certificate],
    ['a wildcard of the certificate', () => withTls(whole), 'x.foo.com', certificate],
    ['another name', () => withTls(whole), 'example.com', undefined],
    ['no name', () => withTls(whole), undefined, undefined],
    ['a Secret without a key', () => withTls({ 'tls.crt': certificate }), 'issued.example.com', undefined],
    [
      "a Secret with another's key",
      () => withTls({ ...whole, 'tls.key': otherPair.key }),
      'issued.example.com',
      undefined,
    ],
    ['a Secret with nonsense', () => withTls({ 'tls.crt': 'x', 'tls.key': 'y' }), 'issued.example.com', undefined],
    ['no Secret', () => setting(), 'issued.example.com', undefined],
  ] as const)
    it(`${title}: ${expected ? 'the certificate of the Secret' : "the controller's own"}`, () =>
      assert.equal(shown(clusterState(), name), expected));
});
