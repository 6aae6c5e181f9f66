import assert from 'node:assert/strict';
import { takeTlsLook } from '../../../../../runner/steps/expose/support/tls-look.ts';
import { explainHandshake, plainFault } from '../../../../../runner/steps/expose/support/tls-trouble.ts';
import type { Unobservable } from '../../../../../runner/steps/finding.ts';
import { expiredPair, issuedPair, kubiaPair, otherPair } from '../../../../support/certificates.ts';
import { answerOf, type FakeRun, noAnswer } from '../../../../support/fake-batch.ts';
import { type TlsServer, tlsContext, tlsObjects, untrusted } from '../fake-tls.ts';

const spec = { host: 'kubia.example.com', path: '/', backend: 'kubia', from: 'outside' };
const lookWith = async (server: TlsServer, more: Parameters<typeof tlsContext>[1] = {}) => {
  const { context } = tlsContext(server, more);
  return { context, look: await takeTlsLook(spec, context) };
};
const explain = async (objects = tlsObjects(), version?: string): Promise<string> => {
  const { look, context } = await lookWith({ verified: () => untrusted() }, { objects, ...(version && { version }) });
  const { code, message, hint = '' } = await explainHandshake(look, context);
  assert.equal(code, 'tls-failed');
  return `${message} ${hint}`;
};

describe('explainHandshake', () => {
  it('reports a fault of the Secret', async () => {
    assert.match(await explain(tlsObjects(otherPair)), /is for other\.example\.org, not for kubia/);
    assert.match(await explain(tlsObjects(expiredPair)), /is for expired/);
    assert.match(await explain(tlsObjects({ ...kubiaPair, key: otherPair.key })), /does not belong/);
  });

  it('otherwise reports that the controller does not serve the Ingress, or shows another certificate', async () => {
    assert.match(
      await explain(tlsObjects(kubiaPair, 'nginx')),
      /class nginx, but the controller serves class traefik.*ingressClassName: traefik/s,
    );
    assert.match(
      await explain(),
      /^https:\/\/kubia\.example\.com\/: the TLS handshake failed \(SSL .*\)\. The controller uses another certificate than that of Secret tls-secret\. A client that accepts any certificate gets 200 You've hit kubia-1\./,
    );
  });

  it('reports no certificate fault without a handshake', async () => {
    const broken = (argv: readonly string[]): FakeRun => noAnswer(argv, 35, { connected: true });
    const { look, context } = await lookWith({ verified: broken, unverified: broken });
    assert.match((await explainHandshake(look, context)).message, /that accepts any certificate it fails too: the TLS/);
  });

  it("ignores an old curl's verdict on a certificate that an authority signed", async () => {
    const verdict = (version: string) =>
      explain(tlsObjects(issuedPair), version).catch(({ reason }: Unobservable) => `${reason.code} ${reason.message}`);
    assert.match(await verdict('curl 7.38.0'), /^tool-missing The curl in a host outside the cluster \(curl 7\.38\.0/);
    assert.match(await verdict('nonsense'), /^tool-missing/);
    assert.match(await verdict('curl 7.68.0'), /is for issued\.example\.com/);
    assert.match(await explain(tlsObjects(), 'curl 7.38.0'), /another certificate/);
  });
});

describe('plainFault', () => {
  const plain = async (reply: (argv: readonly string[]) => FakeRun) => {
    const fault = plainFault((await lookWith({ plain: reply })).look);
    return fault && `${fault.subject ? 'failed' : 'error'} ${fault.reason.code}`;
  };

  it('is undefined for a pod that answers plain HTTP', async () => {
    assert.equal(await plain((argv) => answerOf(argv, "You've hit kubia-1")), undefined);
    assert.equal(plainFault((await lookWith({ verified: () => untrusted() })).look), undefined);
  });

  it('fails for a pod that expects TLS', async () => {
    const refusal = 'Client sent an HTTP request to an HTTPS server.';
    assert.equal(await plain((argv) => answerOf(argv, refusal, { status: 400 })), 'failed status-mismatch');
    assert.equal(await plain((argv) => answerOf(argv, "You've hit kubia-2")), 'failed pod-unidentified');
    assert.equal(await plain((argv) => noAnswer(argv, 56, { connected: true })), 'failed reset');
    assert.equal(await plain((argv) => noAnswer(argv, 52, { connected: true })), 'failed reset');
  });

  it('is an error for a pod that is unreachable', async () => {
    for (const exit of [7, 28, 3]) assert.equal(await plain((argv) => noAnswer(argv, exit)), 'error control-failed');
  });
});
