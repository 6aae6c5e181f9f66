import { kubia, objectCases, ready, service } from './objects.ts';

const named = service('backend-database', {
  ports: [
    { name: 'sql-port', port: 5432 },
    { name: 'statistics', port: 8125, protocol: 'UDP' },
  ],
});
const has = (name: string, more = {}) => ({ 'env-has-service': { service: name, from: 'pod/kubia-1', ...more } });
const lacks = (name: string, more = {}) => ({ 'env-lacks-service': { service: name, from: 'pod/kubia-1', ...more } });
const elsewhere = service('kubia', {}, { namespace: '${namespace.elsewhere}' });

/** A container's environment and the Services that the kubelet knew when it made it. */
export const environmentCases = objectCases([
  {
    name: 'a pod made after its Services has their variables',
    given: [service('kubia'), named, kubia('kubia-1')],
    steps: [
      ready('kubia-1'),
      has('kubia', { variables: { KUBIA_SERVICE_PORT: 80, KUBIA_SERVICE_HOST: '${service.kubia.clusterIP}' } }),
      has('backend-database', { variables: { BACKEND_DATABASE_SERVICE_PORT_SQL_PORT: '5432' } }),
      has('kubernetes', { namespace: 'default' }),
    ],
  },
  {
    name: 'a pod older than the Service has none of its variables',
    given: [kubia('kubia-1')],
    steps: [ready('kubia-1'), { apply: { manifest: service('kubia') } }, lacks('kubia')],
  },
  {
    name: 'a pod older than the Service, expected to have its variables',
    given: [kubia('kubia-1')],
    steps: [
      ready('kubia-1'),
      // Times of objects have whole seconds.
      { exec: { command: ['sleep', '1'], from: 'pod/kubia-1' } },
      { apply: { manifest: service('kubia') } },
      has('kubia'),
    ],
    red: 'environment-mismatch',
    says: /kubia-1 lacks KUBIA_SERVICE_HOST.*kubia-1 is older than Service kubia.*Delete the pod/s,
  },
  {
    name: 'a pod made anew has the variables',
    given: [kubia('kubia-1')],
    steps: [
      ready('kubia-1'),
      { apply: { manifest: service('kubia') } },
      lacks('kubia'),
      { delete: { kind: 'pod/kubia-1' } },
      { apply: { manifest: kubia('kubia-1') } },
      { ...ready('kubia-1'), id: 'again' },
      has('kubia'),
    ],
  },
  {
    name: 'a Service that was made anew has another address than the environment says',
    given: [service('kubia'), kubia('kubia-1')],
    steps: [
      ready('kubia-1'),
      has('kubia'),
      { exec: { command: ['sleep', '1'], from: 'pod/kubia-1' } },
      { delete: { kind: 'service/kubia' } },
      { apply: { manifest: service('kubia') } },
      { ...has('kubia'), id: 'again' },
    ],
    red: 'environment-mismatch',
    says: /has KUBIA_SERVICE_HOST=[\d.]+ instead of [\d.]+.*changed or created again/s,
  },
  {
    name: 'a pod without service links',
    given: [service('kubia'), kubia('kubia-1', { enableServiceLinks: false })],
    steps: [ready('kubia-1'), lacks('kubia'), has('kubernetes', { namespace: 'default' }), has('kubia')],
    red: 'environment-mismatch',
    says: /enableServiceLinks: false/,
  },
  {
    name: 'a Service of another namespace',
    namespaces: ['elsewhere'],
    given: [elsewhere, kubia('kubia-1')],
    steps: [
      ready('kubia-1'),
      lacks('kubia', { namespace: '${namespace.elsewhere}' }),
      has('kubia', { namespace: '${namespace.elsewhere}' }),
    ],
    red: 'environment-mismatch',
    says: /is in namespace .* but a pod has only the variables of Services in its own namespace/,
  },
  {
    name: 'a headless Service',
    given: [service('kubia', { clusterIP: 'None' }), kubia('kubia-1')],
    steps: [ready('kubia-1'), lacks('kubia'), has('kubia')],
    red: 'fields-mismatch',
    says: /is headless/,
  },
  {
    name: 'a Service of type ExternalName',
    given: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'kubia' },
        spec: { type: 'ExternalName', externalName: 'a.example.com' },
      },
      kubia('kubia-1'),
    ],
    steps: [ready('kubia-1'), lacks('kubia'), has('kubia')],
    red: 'fields-mismatch',
    says: /ExternalName/,
  },
  {
    name: 'variables of a Service that should not be there',
    given: [service('kubia'), kubia('kubia-1')],
    steps: [ready('kubia-1'), has('kubia'), lacks('kubia')],
    red: 'environment-mismatch',
    says: /has KUBIA_SERVICE_HOST and 6 more.*Service kubia already existed/s,
  },
  {
    name: "a container's own variable of that name",
    given: [service('kubia'), kubia('kubia-1', {}, { env: [{ name: 'KUBIA_SERVICE_HOST', value: 'mine' }] })],
    steps: [ready('kubia-1'), has('kubia')],
    red: 'environment-mismatch',
    says: /KUBIA_SERVICE_HOST=mine instead of.*own env sets KUBIA_SERVICE_HOST/s,
  },
  {
    name: 'another value than the one that is stated',
    given: [service('kubia'), kubia('kubia-1')],
    steps: [ready('kubia-1'), has('kubia', { variables: { KUBIA_SERVICE_PORT: 8080 } })],
    red: 'environment-mismatch',
    says: /KUBIA_SERVICE_PORT=80 instead of 8080/,
  },
  {
    name: 'a variable of a port that has no name',
    given: [service('kubia'), kubia('kubia-1')],
    steps: [ready('kubia-1'), has('kubia', { variables: { KUBIA_SERVICE_PORT_HTTP: 80 } })],
    red: 'environment-mismatch',
    says: /lacks KUBIA_SERVICE_PORT_HTTP.*has no variable of that name/s,
  },
  {
    name: 'variables of a Service that does not exist',
    given: [service('kubai'), kubia('kubia-1')],
    steps: [ready('kubia-1'), has('kubia')],
    red: 'not-found',
    says: /did you mean kubai/,
  },
  {
    name: 'lacking variables of a Service that does not exist',
    given: [service('kubai'), kubia('kubia-1')],
    steps: [ready('kubia-1'), lacks('kubia')],
    red: 'not-found',
    says: /did you mean kubai/,
  },
]);
