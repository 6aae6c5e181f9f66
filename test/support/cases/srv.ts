import type { JsonObject } from '../../../runner/core/json.ts';
import { bothReady, externalName, kubia, neverReady, objectCases, ready, service, twoPods } from './objects.ts';

const http = { name: 'http', port: 80, targetPort: 8080 };
const resolves = (more: JsonObject = {}) => ({ 'srv-resolves': { service: 'kubia', port: 'http', ...more } });
const full = 'kubia.${namespace}.svc.cluster.local';
const headless = (spec: JsonObject = {}) => service('kubia', { clusterIP: 'None', ports: [http], ...spec });

/** SRV records of each kind of Service. */
export const srvCases = objectCases([
  {
    name: 'a Service with a cluster IP has one record, with or without endpoints',
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
    given: [headless(), ...twoPods],
    steps: [
      bothReady,
      { 'endpoints-are': { service: 'kubia', count: 2 } },
      resolves(),
      { 'srv-resolves': { name: '_http._tcp.kubia' } },
      resolves({ to: [{ target: full, port: 80 }] }),
    ],
    reason: 'records-mismatch',
    message: /:8080.*kubia\..*:80 is missing/s,
  },
  {
    name: 'a headless Service leads to ready pods only',
    given: [headless(), kubia('kubia-1'), kubia('kubia-2', {}, neverReady)],
    steps: [ready('kubia-1'), { 'endpoints-are': { service: 'kubia', count: 1 } }, resolves()],
  },
  {
    name: 'a headless Service that publishes pods that are not ready',
    given: [headless({ publishNotReadyAddresses: true }), kubia('kubia-1', {}, neverReady)],
    steps: [{ 'endpoints-are': { service: 'kubia', count: 1 } }, resolves()],
  },
  {
    name: 'a headless Service without a ready pod',
    given: [headless(), kubia('kubia-1', {}, neverReady)],
    steps: [{ 'endpoints-are': { service: 'kubia', count: 1, ready: false } }, resolves()],
    reason: 'not-ready',
    message: /no ready endpoint with the port http.*No pod is ready/s,
  },
  {
    name: 'a headless Service whose selector has a typo',
    given: [headless({ selector: { app: 'kubai' } }), kubia('kubia-1')],
    steps: [ready('kubia-1'), resolves()],
    reason: 'no-endpoints',
    message: /app=kubai.*app=kubia/s,
  },
  {
    name: 'a port without a name',
    given: [service('kubia')],
    steps: [resolves()],
    reason: 'not-found',
    message: /no port named http; it has 80\/TCP.*Only named ports have SRV records/s,
  },
  {
    name: 'a port of another protocol',
    given: [service('kubia', { ports: [{ ...http, protocol: 'UDP' }] })],
    steps: [resolves()],
    reason: 'not-found',
    message: /Port http of Service kubia is UDP, not TCP/,
  },
  {
    name: 'another port number than expected',
    given: [service('kubia', { ports: [{ ...http, port: 8080 }] })],
    steps: [resolves(), { 'srv-resolves': { name: '_http._tcp.kubia', to: [{ target: full, port: 80 }] } }],
    reason: 'records-mismatch',
    message: /local:80 is missing, .*local:8080 is not expected/,
  },
  {
    name: 'an SRV name that does not exist',
    given: [service('kubia', { ports: [http] })],
    steps: [{ 'srv-resolves': { name: '_https._tcp.kubia' } }],
    reason: 'unresolvable',
    message: /NXDOMAIN/,
  },
  {
    name: 'an alias has no SRV records',
    given: [externalName('kubia', 'a.example.com', { ports: [http] })],
    steps: [resolves()],
    reason: 'fields-mismatch',
    message: /ExternalName/,
  },
  {
    name: 'SRV records of a Service that does not exist',
    given: [service('kubai', { ports: [http] })],
    steps: [resolves()],
    reason: 'not-found',
    message: /did you mean kubai/,
  },
]);
