import type { JsonObject } from '../../../runner/core/json.ts';
import { externalName, kubia, objectCases, service } from './objects.ts';

const target = 'someapi.somecompany.com';
const alias = (spec: JsonObject = {}): JsonObject => externalName('external-service', target, spec);
const resolves = (more: JsonObject = {}) => ({ 'external-name-resolves': { service: 'external-service', ...more } });

/** Services of type ExternalName. */
export const externalNameCases = objectCases([
  {
    name: 'an alias for a name outside the cluster, with and without a port',
    given: [alias({ ports: [{ port: 80 }] })],
    steps: [resolves(), resolves({ to: `${target}.` })],
  },
  {
    name: 'an alias for a Service of the cluster',
    given: [service('kubia'), alias({ externalName: 'kubia.${namespace}.svc.cluster.local' })],
    steps: [resolves({ to: 'kubia.${namespace}.svc.cluster.local' })],
  },
  {
    name: 'an alias, resolved in another namespace',
    namespaces: ['elsewhere'],
    given: [alias(), { ...kubia('kubia-1'), metadata: { name: 'kubia-1', namespace: '${namespace.elsewhere}' } }],
    steps: [
      { 'wait-for': { kind: 'pod/kubia-1', namespace: '${namespace.elsewhere}', condition: 'Ready' } },
      resolves({ from: 'pod/${namespace.elsewhere}/kubia-1' }),
    ],
  },
  {
    name: 'an alias for another name than expected',
    given: [alias({ externalName: 'someapi.somecompany.org' })],
    steps: [resolves(), resolves({ to: target })],
    reason: 'records-mismatch',
    message: /someapi\.somecompany\.com is missing.*externalName is someapi\.somecompany\.org/s,
  },
  {
    name: 'an alias that changes',
    given: [alias()],
    steps: [
      resolves({ to: target }),
      { apply: { manifest: alias({ externalName: 'other.example.com' }) } },
      resolves({ to: 'other.example.com' }),
    ],
  },
  {
    name: 'an alias for an address',
    given: [alias({ externalName: '192.0.2.1' })],
    steps: [resolves()],
    reason: 'unresolvable',
    message: /the address 192\.0\.2\.1, but an alias needs a name.*EndpointSlice/s,
  },
  {
    name: 'a Service with a cluster IP',
    given: [service('external-service')],
    steps: [resolves()],
    reason: 'fields-mismatch',
    message: /its type is ClusterIP/,
  },
  {
    name: 'an alias that does not exist',
    given: [service('external')],
    steps: [resolves()],
    reason: 'not-found',
    message: /no Service external-service/,
  },
]);
