import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { ingressTerminatesTls } from '../../../../runner/steps/expose/ingress-terminates-tls.ts';
import type { TlsSpec } from '../../../../runner/steps/expose/support/tls-look.ts';
import { kubiaPair, otherPair } from '../../../support/certificates.ts';
import { answerOf, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { stepContext } from '../../../support/step-context.ts';
import { type TlsServer, tlsContext, tlsIngress, tlsObjects, tlsSecretObject, untrusted } from './fake-tls.ts';

const spec = { host: 'kubia.example.com', path: '/', backend: 'kubia', from: 'outside' };
const look = (server: TlsServer = {}, more: Partial<TlsSpec> = {}, objects?: KubernetesObject[]) =>
  lookOnce(ingressTerminatesTls, { ...spec, ...more }, tlsContext(server, objects && { objects }).context);

describe('ingress-terminates-tls', () => {
  it('passes, and shows the answers', async () => {
    const finding = await look({}, { secret: 'tls-secret' });
    assert.equal(verdictOf(finding), 'passed');
    assert.equal(finding.observation['pod'], 'kubia-1');
    assert.equal(finding.observation['others'], 'tls');
    assert.match(JSON.stringify(finding.observation['certificate']), /kubia\.example\.com/);
    assert.match(finding.evidence[0]?.text ?? '', /other\.invalid, trusting .*: the TLS handshake failed/);
    assert.equal(
      finding.reproduce,
      "kubectl get secret tls-secret -n demo -o 'jsonpath={.data.tls\\.crt}' | base64 -d | curl --cacert /dev/stdin -sS -i -m 5 --resolve kubia.example.com:443:172.18.0.2 https://kubia.example.com/",
    );
    const inside = await look({}, { from: 'probe' });
    assert.match(inside.reproduce ?? '', /^kubectl exec -n demo plumbline-probe -- curl .* -k https:/);
  });

  it('finds the host in the Ingress', async () => {
    const { host: _, ...rest } = spec;
    const finding = await lookOnce(ingressTerminatesTls, { ...rest, ingress: 'kubia' }, tlsContext({}).context);
    assert.equal(verdictOf(finding), 'passed');
  });

  it('fails for another certificate, with the reason', async () => {
    const finding = await look({ verified: () => untrusted() }, {}, tlsObjects(otherPair));
    assert.equal(verdictOf(finding), 'failed tls-failed');
    assert.match(
      finding.reason?.message ?? '',
      /self-signed certificate\)\. The certificate in Secret tls-secret is for other/,
    );
  });

  it('fails without an answer, and is an error for a fault of curl', async () => {
    assert.equal(verdictOf(await look({ verified: (argv) => noAnswer(argv, 7) })), 'failed refused');
    assert.equal(verdictOf(await look({ verified: (argv) => noAnswer(argv, 28) })), 'failed dropped');
    assert.equal(verdictOf(await look({ verified: (argv) => noAnswer(argv, 3) })), 'error exec-failed');
    assert.equal(verdictOf(await look({ verified: (argv) => noAnswer(argv, 77) })), 'error exec-failed');
  });

  it('fails for an answer of another server', async () => {
    const other = await look({ verified: (argv) => answerOf(argv, 'nginx') });
    assert.equal(verdictOf(other), 'error pod-unidentified');
    const none = await look({ verified: (argv) => answerOf(argv, '404 page not found', { status: 404 }) });
    assert.equal(verdictOf(none), 'failed status-mismatch');
  });

  it('is an error when curl accepts any certificate', async () => {
    const finding = await look({ other: (argv) => answerOf(argv, 'x', { status: 404 }) });
    assert.equal(verdictOf(finding), 'error control-failed');
    assert.match(
      finding.reason?.message ?? '',
      /other\.invalid, but the result was: 404 x\. So its trust proves nothing/,
    );
    assert.equal(verdictOf(await look({ other: (argv) => noAnswer(argv, 28) })), 'error control-failed');
  });

  it('fails for a pod that speaks TLS itself, and is an error when the pod is unreachable', async () => {
    const wantsTls = await look({ plain: (argv) => answerOf(argv, 'HTTPS only', { status: 400 }) });
    assert.equal(verdictOf(wantsTls), 'failed status-mismatch');
    assert.match(
      wantsTls.reason?.message ?? '',
      /Plain HTTP to pod kubia-1 at port 8080: 400 HTTPS only\. A controller/,
    );
    assert.equal(verdictOf(await look({ plain: (argv) => noAnswer(argv, 28) })), 'error control-failed');
  });

  it('fails for missing or wrong objects before it makes a request', async () => {
    const [ingress, secret] = [tlsIngress(), tlsSecretObject(kubiaPair)];
    assert.equal(verdictOf(await look({}, {}, [ingress])), 'failed not-found');
    assert.equal(verdictOf(await look({}, {}, [secret])), 'failed not-found');
    assert.equal(verdictOf(await look({}, {}, [ingress, secret])), 'failed not-found');
    assert.equal(verdictOf(await look({}, { secret: 'mine' })), 'failed fields-mismatch');
    assert.equal(verdictOf(await look({}, { host: 'x.org' })), 'failed fields-mismatch');
  });

  it('needs an ingress controller', async () => {
    assert.deepEqual(ingressTerminatesTls.needs?.(spec), { ingress: true });
    const finding = await lookOnce(ingressTerminatesTls, spec, stepContext(fakeCluster({ objects: tlsObjects() })));
    assert.equal(verdictOf(finding), 'error needs-unmet');
  });

  it('has a title', () => {
    assert.equal(
      ingressTerminatesTls.describe({ ...spec, secret: 'tls-secret' }),
      'kubia.example.com is served over HTTPS with the certificate of Secret tls-secret and backend kubia from outside',
    );
    const { host: _, ...rest } = spec;
    assert.match(
      ingressTerminatesTls.describe({ ...rest, ingress: 'kubia' }),
      /^Ingress kubia is served .* of its Secret/,
    );
  });
});
