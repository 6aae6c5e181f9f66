import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { readTlsRule, type TlsRuleQuery } from '../../../../../runner/steps/expose/support/tls-rule.ts';
import type { Unmet, Unobservable } from '../../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { ingressObject } from '../../../../support/service-objects.ts';
import { stepContext } from '../../../../support/step-context.ts';

const host = 'kubia.example.com';
const withTls = (tls: JsonObject[], more: JsonObject = {}): KubernetesObject => {
  const ingress = ingressObject();
  return { ...ingress, spec: { ...(ingress['spec'] as JsonObject), tls, ...more } };
};
const entry = { hosts: [host], secretName: 'tls-secret' };
const read = (query: Partial<TlsRuleQuery>, ...objects: KubernetesObject[]) =>
  readTlsRule({ backend: 'kubia', ...query }, stepContext(fakeCluster({ objects })));
const fault = (query: Partial<TlsRuleQuery>, ...objects: KubernetesObject[]): Promise<string> =>
  read(query, ...objects).then(
    () => 'none',
    ({ reason }: Unmet | Unobservable) => `${reason.code} ${reason.message}`,
  );

describe('readTlsRule', () => {
  it('finds the Secret and the port of a host', async () => {
    const { secret, port, host: found } = await read({ host }, withTls([entry]));
    assert.deepEqual([secret, port, found], ['tls-secret', 80, host]);
    assert.equal(
      (await read({ host: 'a.foo.com' }, withTls([{ ...entry, hosts: ['x.com', '*.foo.com'] }]))).secret,
      'tls-secret',
    );
    assert.equal((await read({ host: 'any.org' }, withTls([{ secretName: 'tls-secret' }]))).secret, 'tls-secret');
  });

  it('takes the first host without a wildcard', async () => {
    const ingress = 'kubia';
    assert.equal((await read({ ingress }, withTls([{ ...entry, hosts: ['*.foo.com', host] }]))).host, host);
    assert.equal((await read({ ingress }, withTls([{ secretName: 'tls-secret' }]))).host, host);
    assert.match(await fault({ ingress }, withTls([{ secretName: 'x' }], { rules: [] })), /^spec-invalid .*no host/);
  });

  it("finds the backend's port by number, by name, and as the default", async () => {
    assert.equal((await read({ host, backend: 'other' }, withTls([entry]))).port, undefined);
    const byName = { defaultBackend: { service: { name: 'other', port: { name: 'http' } } } };
    assert.equal((await read({ host, backend: 'other' }, withTls([entry], byName))).port, 'http');
  });

  for (const [what, query, tls, pattern] of [
    ['no entry', { host }, [], /^fields-mismatch No Ingress has an entry in spec\.tls for host kubia\.example\.com\.$/],
    [
      'an entry for other hosts',
      { host: 'x.org' },
      [entry],
      /^fields-mismatch .*x\.org; the entries are for kubia\.example\.com/,
    ],
    ['an entry without a Secret', { host }, [{ hosts: [host] }], /^fields-mismatch Ingress kubia has no secretName/],
    [
      'another Secret',
      { host, secret: 'mine' },
      [entry],
      /^fields-mismatch .* has Secret tls-secret for host .*, not mine/,
    ],
    ['another Ingress', { ingress: 'kubai' }, [entry], /^not-found There is no Ingress kubai/],
  ] as const)
    it(`fails with ${what}`, async () => assert.match(await fault(query, withTls([...tls] as JsonObject[])), pattern));

  it('fails without any Ingress', async () => assert.match(await fault({ host }), /^not-found There is no Ingress in/));
});
