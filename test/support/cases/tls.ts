import type { JsonObject } from '../../../runner/core/json.ts';
import { expiredPair, issuedPair, type KeyPair, otherPair } from '../certificates.ts';
import { kubia, neverReady, objectCases, ready, service } from './objects.ts';

const needs = { ingress: true };
const fixture = { file: '../fixtures/tls-secret.yaml' };
const secret = ({ certificate, key }: KeyPair): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'tls-secret' },
  type: 'kubernetes.io/tls',
  stringData: { 'tls.crt': certificate, 'tls.key': key },
});
/** One controller serves all cases at once, so each case has its own host and certificate. */
const ingress = (host: string, tls: JsonObject[] = [{ hosts: [host], secretName: 'tls-secret' }]): JsonObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'kubia' },
  spec: {
    ...(tls.length > 0 && { tls }),
    rules: [
      {
        host,
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'kubia', port: { number: 80 } } } }],
        },
      },
    ],
  },
});
const terminates = (host: string, more: JsonObject = {}) => ({
  'ingress-terminates-tls': { host, backend: 'kubia', ...more },
});
const behind = [service('kubia'), kubia('kubia-1')];

/** Ingresses with TLS. */
export const tlsCases = objectCases([
  {
    name: 'a host with the certificate of a Secret, from each vantage point',
    needs,
    given: [...behind, fixture, ingress('tls.kubia.example.com')],
    steps: [
      ready('kubia-1'),
      terminates('tls.kubia.example.com', { secret: 'tls-secret' }),
      { 'ingress-terminates-tls': { ingress: 'kubia', backend: 'kubia', path: '/any?x=1', from: 'probe' } },
      terminates('tls.kubia.example.com', { from: 'pod/kubia-1' }),
    ],
  },
  {
    name: 'a certificate that a CA signed',
    needs,
    given: [...behind, secret(issuedPair), ingress('issued.example.com')],
    steps: [ready('kubia-1'), terminates('issued.example.com')],
  },
  {
    name: 'the Secret is missing',
    needs,
    given: [...behind, ingress('missing.example.com')],
    steps: [ready('kubia-1'), terminates('missing.example.com')],
    reason: 'not-found',
    message: /no Secret tls-secret.*certificate of its own/s,
  },
  {
    name: 'the certificate is for another host',
    needs,
    given: [...behind, secret(issuedPair), ingress('wrong.example.com')],
    steps: [ready('kubia-1'), terminates('wrong.example.com')],
    reason: 'tls-failed',
    message:
      /is for issued\.example\.com, .*, not for wrong\.example\.com.*A client that accepts any certificate gets 200/s,
  },
  {
    name: 'the certificate has expired',
    needs,
    given: [...behind, secret(expiredPair), ingress('expired.example.com')],
    steps: [ready('kubia-1'), terminates('expired.example.com')],
    reason: 'tls-failed',
    message: /certificate has expired.*expired at Jan {2}1 00:00:00 2021 GMT/s,
  },
  {
    name: 'the key belongs to another certificate',
    needs,
    given: [...behind, secret({ ...otherPair, key: expiredPair.key }), ingress('other.example.org')],
    steps: [ready('kubia-1'), terminates('other.example.org')],
    reason: 'tls-failed',
    message: /key in Secret tls-secret does not belong/,
  },
  {
    name: 'the Ingress has no TLS',
    needs,
    given: [...behind, fixture, ingress('plain.example.com', [])],
    steps: [ready('kubia-1'), terminates('plain.example.com')],
    reason: 'fields-mismatch',
    message: /No Ingress has an entry in spec\.tls for host plain/,
  },
  {
    name: 'the host has a typo',
    needs,
    given: [...behind, fixture, ingress('typo.example.com')],
    steps: [ready('kubia-1'), terminates('typpo.example.com')],
    reason: 'fields-mismatch',
    message: /for host typpo\.example\.com; the entries are for typo\.example\.com/,
  },
  {
    name: 'another Secret than expected',
    needs,
    given: [...behind, fixture, ingress('another.example.com')],
    steps: [ready('kubia-1'), terminates('another.example.com', { secret: 'kubia-tls' })],
    reason: 'fields-mismatch',
    message: /has Secret tls-secret for host .*, not kubia-tls/,
  },
  {
    name: 'another backend than expected',
    needs,
    given: [...behind, service('lonely', { selector: { app: 'lonely' } }), fixture, ingress('kubia.example.com')],
    steps: [ready('kubia-1'), terminates('kubia.example.com', { backend: 'lonely' })],
    reason: 'pod-unexpected',
    message: /No Ingress has a rule for Service lonely/,
  },
  {
    name: 'no pod behind the Ingress is ready',
    needs,
    given: [service('kubia'), kubia('kubia-1', {}, neverReady), fixture, ingress('www.kubia.example.com')],
    steps: [{ 'endpoints-are': { service: 'kubia', count: 1, ready: false } }, terminates('www.kubia.example.com')],
    reason: 'status-mismatch',
    message: /503.*No pod is ready/s,
  },
  {
    name: 'the backend does not exist',
    needs,
    given: [service('kubai'), fixture, ingress('gone.example.com')],
    steps: [terminates('gone.example.com')],
    reason: 'not-found',
    message: /no Service kubia.*did you mean kubai/,
  },
  {
    name: 'no Ingress at all',
    needs,
    given: [...behind, fixture],
    steps: [terminates('kubia.example.com')],
    reason: 'not-found',
    message: /no Ingress in namespace/,
  },
]);
