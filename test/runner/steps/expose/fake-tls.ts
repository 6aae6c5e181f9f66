import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { manualClock } from '../../../../runner/core/clock.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { type KeyPair, kubiaPair } from '../../../support/certificates.ts';
import { answerOf, type FakeProgram, type FakeRun, fakeBatch } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { ingressObject, serviceWithPods } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

export const tlsSecretObject = ({ certificate, key }: KeyPair): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'tls-secret', namespace: 'demo' },
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': base64(certificate), 'tls.key': base64(key) },
});

export const tlsIngress = (className?: string): KubernetesObject => {
  const ingress = ingressObject(className === undefined ? {} : { className });
  const tls = [{ hosts: ['kubia.example.com'], secretName: 'tls-secret' }];
  return { ...ingress, spec: { ...(ingress['spec'] as JsonObject), tls } };
};

/** An Ingress with TLS, its Secret, and its Service with two pods. */
export const tlsObjects = (pair = kubiaPair, className?: string): KubernetesObject[] => [
  ...serviceWithPods(2),
  tlsIngress(className),
  tlsSecretObject(pair),
];

/** The answer to each of the four requests. Default: the answer that is expected. */
export interface TlsServer {
  verified?: (argv: readonly string[]) => FakeRun;
  unverified?: (argv: readonly string[]) => FakeRun;
  other?: (argv: readonly string[]) => FakeRun;
  plain?: (argv: readonly string[]) => FakeRun;
}

/** curl's message for a certificate that it does not trust. */
export const untrusted = (why = 'self-signed certificate'): FakeRun => ({
  status: 60,
  stdout: '',
  stderr: `curl: (60) SSL certificate problem: ${why}\nMore details here: https://curl.se/docs/sslcerts.html`,
});

const kubia = (argv: readonly string[]): FakeRun => answerOf(argv, "You've hit kubia-1\n");

const serve =
  ({ verified = kubia, unverified = kubia, other = () => untrusted(), plain = kubia }: TlsServer): FakeProgram =>
  (argv) => {
    const url = argv.at(-1) ?? '';
    if (url.startsWith('http://')) return plain(argv);
    if (url.includes('other.invalid')) return other(argv);
    return argv.includes('-k') ? unverified(argv) : verified(argv);
  };

export const tlsContext = (
  server: TlsServer,
  { objects = tlsObjects(), version = 'curl 8.5.0' }: { objects?: KubernetesObject[]; version?: string } = {},
) => {
  const requests: string[] = [];
  const trusted: (string | undefined)[] = [];
  const batch = fakeBatch((argv, vantage) => {
    requests.push(`${vantage.place} ${argv.at(-1)}`);
    return serve(server)(argv, vantage);
  });
  const ingress = { address: '172.18.0.2', httpPort: 80, httpsPort: 443, className: 'traefik' };
  const cluster = fakeCluster({
    objects,
    ingress,
    exec: (vantage, request) => {
      if (request.command[1] === '--version') return { stdout: `${version} (x86_64)\n` };
      trusted.push(request.stdin);
      return batch(vantage, request);
    },
  });
  const clock = manualClock(Date.parse('2026-06-01'));
  const context = stepContext(cluster, { clock, places: { outside: { place: 'outside' } } });
  return { context, requests, trusted };
};
