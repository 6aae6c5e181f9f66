import { externalName, kubia, objectCases, ready, service } from './objects.ts';

const named = service('backend-database', {
  ports: [
    { name: 'sql-port', port: 5432 },
    { name: 'statistics', port: 8125, protocol: 'UDP' },
  ],
});
const has = (name: string, more = {}) => ({ 'env-has-service': { service: name, from: 'pod/kubia-1', ...more } });
const lacks = (name: string, more = {}) => ({ 'env-lacks-service': { service: name, from: 'pod/kubia-1', ...more } });
const elsewhere = service('kubia', {}, { namespace: '${namespace.elsewhere}' });

/** The environment of containers, which depends on the Services that existed when the kubelet started them. */
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
      // Timestamps of objects have whole seconds.
      { exec: { command: ['sleep', '1'], from: 'pod/kubia-1' } },
      { apply: { manifest: service('kubia') } },
      has('kubia'),
    ],
    reason: 'environment-mismatch',
    message: /kubia-1 lacks KUBIA_SERVICE_HOST.*kubia-1 is older than Service kubia.*Delete the pod/s,
  },
  {
    name: 'a pod that is created again has the variables',
    given: [kubia('kubia-1')],
    steps: [
      ready('kubia-1'),
      { apply: { manifest: service('kubia') } },
      lacks('kubia'),
      { delete: { kind: 'pod/kubia-1' } },
      { apply: { manifest: kubia('kubia-1') } },
      { ...ready('kubia-1'), id: 'repeated' },
      has('kubia'),
    ],
  },
  {
    name: 'a Service that is created again has another address than the environment',
    given: [service('kubia'), kubia('kubia-1')],
    steps: [
      ready('kubia-1'),
      has('kubia'),
      { exec: { command: ['sleep', '1'], from: 'pod/kubia-1' } },
      { delete: { kind: 'service/kubia' } },
      { apply: { manifest: service('kubia') } },
      { ...has('kubia'), id: 'repeated' },
    ],
    reason: 'environment-mismatch',
    message: /has KUBIA_SERVICE_HOST=[\d.]+ instead of [\d.]+.*changed or created again/s,
  },
  {
    name: 'a pod without service links',
    given: [service('kubia'), kubia('kubia-1', { enableServiceLinks: false })],
    steps: [ready('kubia-1'), lacks('kubia'), has('kubernetes', { namespace: 'default' }), has('kubia')],
    reason: 'environment-mismatch',
    message: /enableServiceLinks: false/,
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
    reason: 'environment-mismatch',
    message: /is in namespace .* but a pod has only the variables of Services in its own namespace/,
  },
  {
    name: 'a headless Service',
    given: [service('kubia', { clusterIP: 'None' }), kubia('kubia-1')],
    steps: [ready('kubia-1'), lacks('kubia'), has('kubia')],
    reason: 'fields-mismatch',
    message: /is headless/,
  },
  {
    name: 'a Service of type ExternalName',
    given: [externalName('kubia', 'a.example.com'), kubia('kubia-1')],
    steps: [ready('kubia-1'), lacks('kubia'), has('kubia')],
    reason: 'fields-mismatch',
    message: /ExternalName/,
  },
  {
    name: 'unexpected variables of a Service',
    given: [service('kubia'), kubia('kubia-1')],
    steps: [ready('kubia-1'), has('kubia'), lacks('kubia')],
    reason: 'environment-mismatch',
    message: /has KUBIA_SERVICE_HOST and 6 more.*Service kubia already existed/s,
  },
  {
    name: "a container's own variable of the same name",
    given: [service('kubia'), kubia('kubia-1', {}, { env: [{ name: 'KUBIA_SERVICE_HOST', value: 'mine' }] })],
    steps: [ready('kubia-1'), has('kubia')],
    reason: 'environment-mismatch',
    message: /KUBIA_SERVICE_HOST=mine instead of.*own env sets KUBIA_SERVICE_HOST/s,
  },
  {
    name: 'another value than the stated one',
    given: [service('kubia'), kubia('kubia-1')],
    steps: [ready('kubia-1'), has('kubia', { variables: { KUBIA_SERVICE_PORT: 8080 } })],
    reason: 'environment-mismatch',
    message: /KUBIA_SERVICE_PORT=80 instead of 8080/,
  },
  {
    name: 'a variable of a port without a name',
    given: [service('kubia'), kubia('kubia-1')],
    steps: [ready('kubia-1'), has('kubia', { variables: { KUBIA_SERVICE_PORT_HTTP: 80 } })],
    reason: 'environment-mismatch',
    message: /lacks KUBIA_SERVICE_PORT_HTTP.*has no variable of that name/s,
  },
  {
    name: 'variables of a Service that does not exist',
    given: [service('kubai'), kubia('kubia-1')],
    steps: [ready('kubia-1'), has('kubia')],
    reason: 'not-found',
    message: /did you mean kubai/,
  },
  {
    name: 'missing variables of a Service that does not exist',
    given: [service('kubai'), kubia('kubia-1')],
    steps: [ready('kubia-1'), lacks('kubia')],
    reason: 'not-found',
    message: /did you mean kubai/,
  },
]);
