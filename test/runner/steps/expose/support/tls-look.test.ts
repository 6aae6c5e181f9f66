import assert from 'node:assert/strict';
import { replyText, takeTlsLook } from '../../../../../runner/steps/expose/support/tls-look.ts';
import { kubiaPair } from '../../../../support/certificates.ts';
import { answerOf } from '../../../../support/fake-batch.ts';
import { tlsContext, untrusted } from '../fake-tls.ts';

const spec = { host: 'kubia.example.com', path: '/x', backend: 'kubia', from: 'outside' };

describe('takeTlsLook', () => {
  it('trusts only the certificate of the Secret, then connects to the pod itself inside the cluster', async () => {
    const { context, requests, trusted } = tlsContext({});
    const look = await takeTlsLook(spec, context);
    assert.deepEqual(requests, [
      'outside https://kubia.example.com/x',
      'outside https://kubia.example.com/x',
      'outside https://other.invalid/x',
      'pod http://10.244.0.1:8080/x',
    ]);
    assert.deepEqual(trusted, [kubiaPair.certificate, undefined]);
    assert.equal(look.who?.name, 'kubia-1');
    assert.equal(look.moved, false);
    assert.equal(look.other?.outcome, 'tls');
    assert.deepEqual(look.request.resolve, { 'kubia.example.com': '172.18.0.2' });
  });

  it('connects to no pod when no pod answered', async () => {
    for (const verified of [() => untrusted(), (argv: readonly string[]) => answerOf(argv, 'nginx')]) {
      const { context, requests } = tlsContext({ verified });
      const look = await takeTlsLook(spec, context);
      assert.equal(look.who, undefined);
      assert.equal(requests.length, 3);
    }
  });

  it('connects from the pod when the vantage point is a pod', async () => {
    const { context, requests } = tlsContext({});
    await takeTlsLook({ ...spec, from: 'pod/kubia-2' }, context);
    assert.deepEqual([...new Set(requests.map((each) => each.split(' ')[0]))], ['pod']);
  });
});

describe('replyText', () => {
  it('shows the answer, or the reason why there is none', async () => {
    const { context } = tlsContext({});
    const { verified, other } = await takeTlsLook(spec, context);
    assert.equal(replyText(verified), "200 You've hit kubia-1");
    assert.equal(replyText(other), 'the TLS handshake failed (SSL certificate problem: self-signed certificate)');
    assert.equal(replyText(undefined), 'no request was made');
  });
});
