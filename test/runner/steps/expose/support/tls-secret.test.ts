import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../../runner/cluster/cluster.ts';
import {
  certificateFault,
  observeCertificate,
  readTlsSecret,
} from '../../../../../runner/steps/expose/support/tls-secret.ts';
import type { Unmet } from '../../../../../runner/steps/finding.ts';
import { authority, expiredPair, issuedPair, kubiaPair, otherPair } from '../../../../support/certificates.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { stepContext } from '../../../../support/step-context.ts';
import { tlsSecretObject } from '../fake-tls.ts';

const read = (name: string, ...objects: KubernetesObject[]) =>
  readTlsSecret(name, stepContext(fakeCluster({ objects })));
const now = new Date('2026-06-01');

describe('readTlsSecret', () => {
  it("reads the server's own certificate", async () => {
    const chain = { ...issuedPair, certificate: `some text\n${issuedPair.certificate}${authority}` };
    const secret = await read('tls-secret', tlsSecretObject(chain));
    assert.equal(secret.leaf, issuedPair.certificate);
    assert.equal(secret.keyFits, true);
    const { sha256, ...rest } = observeCertificate(secret);
    assert.match(String(sha256), /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.deepEqual(rest, {
      names: 'issued.example.com, *.foo.com',
      issuer: 'CN=test authority',
      validFrom: 'Jan  1 00:00:00 2020 GMT',
      validTo: 'Jan  1 00:00:00 2120 GMT',
    });
  });

  it('fails without a Secret, and without a certificate in it', async () => {
    const codes = (promise: Promise<unknown>) =>
      promise.then(String, ({ reason }: Unmet) => `${reason.code} ${reason.message}`);
    assert.match(
      await codes(read('tls-sekret', tlsSecretObject(kubiaPair))),
      /^not-found .*no Secret tls-sekret.*own\.$/,
    );
    for (const certificate of ['', 'nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])
      assert.match(
        await codes(read('tls-secret', tlsSecretObject({ ...kubiaPair, certificate }))),
        /^tls-failed Secret tls-secret has no certificate/,
      );
  });
});

describe('certificateFault', () => {
  for (const [what, pair, host, pattern] of [
    ['a valid certificate', kubiaPair, 'kubia.example.com', undefined],
    ['a valid wildcard certificate', issuedPair, 'x.foo.com', undefined],
    [
      'a certificate for another host',
      kubiaPair,
      'x.example.com',
      /is for kubia\.example\.com, www.*, not for x\.example\.com\.$/,
    ],
    ['an expired certificate', expiredPair, 'expired.example.com', /expired at Jan {2}1 00:00:00 2021 GMT/],
    [
      'a key of another certificate',
      { ...kubiaPair, key: otherPair.key },
      'kubia.example.com',
      /key in Secret tls-secret does not belong/,
    ],
    ['a missing key', { ...kubiaPair, key: '' }, 'kubia.example.com', /key in Secret tls-secret does not belong/],
  ] as const)
    it(`judges ${what}`, async () => {
      const fault = certificateFault(await read('tls-secret', tlsSecretObject(pair)), host, now);
      if (pattern) assert.match(fault ?? '', pattern);
      else assert.equal(fault, undefined);
    });

  it('reports a certificate that is not valid yet', async () => {
    const secret = await read('tls-secret', tlsSecretObject(kubiaPair));
    assert.match(
      certificateFault(secret, 'kubia.example.com', new Date('2019-01-01')) ?? '',
      /is not valid before Jan {2}1/,
    );
  });
});
