import type { JsonObject } from '../../../runner/core/json.ts';
import { kubia, objectCases, ready, service } from './objects.ts';

const http = { name: 'http', port: 80, targetPort: 8080 };
const resolves = (more: JsonObject = {}) => ({ 'srv-resolves': { service: 'kubia', port: 'http', ...more } });
const full = 'kubia.${namespace}.svc.cluster.local';
const headless = (spec: JsonObject = {}) => service('kubia', { clusterIP: 'None', ports: [http], ...spec });
const unready = { readinessProbe: { httpGet: { path: '/', port: 9999 }, periodSeconds: 1 } };
const pods = [kubia('kubia-1'), kubia('kubia-2')];
const bothReady = { 'wait-for': { kind: 'pod/app=kubia', condition: 'Ready', count: 2 } };

/** SRV records of Services of all kinds. */
export const srvCases = objectCases([
  {
    name: 'a Service with a cluster IP has one record, endpoints or not',
    given: [service('kubia', { ports: [http, { name: 'dns', port: 53, protocol: 'UDP' }] })],
    steps: [
      resolves(),
      resolves({ to: [{ target: full, port: 80 }] }),
      resolves({ port: 'dns', protocol: 'UDP' }),
      { 'srv-resolves': { name: '_http._tcp.kubia' } },
      { 'srv-resolves': { name: `_http._tcp.${full}`, to: [{ target: full, port: 80 }] } },
    ],
  },
  {
    name: 'a headless Service has one record for each ready pod, with the port of the pod',
    given: [headless(), ...pods],
    steps: [
      bothReady,
      { 'endpoints-are': { service: 'kubia', count: 2 } },
      resolves(),
      { 'srv-resolves': { name: '_http._tcp.kubia' } },
      resolves({ to: [{ target: full, port: 80 }] }),
    ],
    red: 'records-mismatch',
    says: /:8080.*kubia\..*:80 is missing/s,
  },
  {
    name: 'a headless Service leads to pods that are ready only',
    given: [headless(), kubia('kubia-1'), kubia('kubia-2', {}, unready)],
    steps: [ready('kubia-1'), { 'endpoints-are': { service: 'kubia', count: 1 } }, resolves()],
  },
  {
    name: 'a headless Service that publishes pods that are not ready',
    given: [headless({ publishNotReadyAddresses: true }), kubia('kubia-1', {}, unready)],
    steps: [{ 'endpoints-are': { service: 'kubia', count: 1 } }, resolves()],
  },
  {
    name: 'a headless Service without a ready pod',
    given: [headless(), kubia('kubia-1', {}, unready)],
    steps: [{ 'endpoints-are': { service: 'kubia', count: 1, ready: false } }, resolves()],
    red: 'not-ready',
    says: /no ready endpoint with the port http.*No pod is ready/s,
  },
  {
    name: 'a headless Service whose selector has a typo',
    given: [headless({ selector: { app: 'kubai' } }), kubia('kubia-1')],
    steps: [ready('kubia-1'), resolves()],
    red: 'no-endpoints',
    says: /app=kubai.*app=kubia/s,
  },
  {
    name: 'a port without a name',
    given: [service('kubia')],
    steps: [resolves()],
    red: 'not-found',
    says: /no port named http; it has 80\/TCP.*Only named ports have SRV records/s,
  },
  {
    name: 'a port of another protocol',
    given: [service('kubia', { ports: [{ ...http, protocol: 'UDP' }] })],
    steps: [resolves()],
    red: 'not-found',
    says: /Port http of Service kubia is UDP, not TCP/,
  },
  {
    name: 'another number of the port than expected',
    given: [service('kubia', { ports: [{ ...http, port: 8080 }] })],
    steps: [resolves(), { 'srv-resolves': { name: '_http._tcp.kubia', to: [{ target: full, port: 80 }] } }],
    red: 'records-mismatch',
    says: /local:80 is missing, .*local:8080 is not expected/,
  },
  {
    name: 'an SRV name that is not there',
    given: [service('kubia', { ports: [http] })],
    steps: [{ 'srv-resolves': { name: '_https._tcp.kubia' } }],
    red: 'unresolvable',
    says: /NXDOMAIN/,
  },
  {
    name: 'an alias has no SRV records',
    given: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'kubia' },
        spec: { type: 'ExternalName', externalName: 'a.example.com', ports: [http] },
      },
    ],
    steps: [resolves()],
    red: 'fields-mismatch',
    says: /ExternalName/,
  },
  {
    name: 'SRV records of a Service that does not exist',
    given: [service('kubai', { ports: [http] })],
    steps: [resolves()],
    red: 'not-found',
    says: /did you mean kubai/,
  },
]);
