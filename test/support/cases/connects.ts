import { netexec, ready, type ServiceCase, serviceCases } from './behind-service.ts';

const tcp = { port: 80, targetPort: 8080, name: 'tcp' };
const udp = { port: 80, targetPort: 8081, name: 'udp', protocol: 'UDP' };
const trial = (name: string, body: object, { service = {}, ...more }: Partial<ServiceCase> = {}): ServiceCase => ({
  name,
  container: netexec,
  service: { ports: [tcp, udp], ...service },
  ...more,
  step: { connects: { ...(!('to' in body) && { service: 'kubia' }), ...body } },
});
const ask = { protocol: 'UDP', send: 'hostname', matches: '^kubia-' };
const away = { service: { selector: { app: 'kubai' } } };
const unready: Partial<ServiceCase> = {
  container: { ...netexec, readinessProbe: { exec: { command: ['false'] } } },
  before: [{ 'endpoints-are': { service: 'kubia', count: 3, ready: false } }],
};
const deleted = { before: [ready('kubia', 3), { delete: { kind: 'service/kubia' } }] };
const wrongTarget = {
  service: {
    ports: [
      { ...tcp, targetPort: 8090 },
      { ...udp, targetPort: 8091 },
    ],
  },
};

export const connectsCases = serviceCases([
  ['passed', trial('TCP', {})],
  ['passed', trial('TCP that speaks', { send: 'GET /hostname HTTP/1.0\r\n\r\n', contains: 'kubia-' })],
  ['passed', trial('by name', { to: 'kubia', port: 80 })],
  ['passed', trial('a pod', { to: 'pod/app=kubia', port: 8080 })],
  ['passed', trial('UDP', ask)],
  ['passed', trial('UDP echo', { ...ask, send: "echo it's me", matches: "^it's me$" })],
  ['failed body-mismatch', trial('another answer', { ...ask, matches: '^web-' })],
  ['failed no-answer', trial('a question that nobody answers', { ...ask, send: 'nonsense' })],
  ['failed no-endpoints', trial('TCP, another selector', {}, away)],
  ['failed no-endpoints', trial('UDP, another selector', ask, away)],
  ['failed refused', trial('TCP, another targetPort', {}, wrongTarget)],
  ['failed refused', trial('UDP, another targetPort', ask, wrongTarget)],
  ['failed not-found', trial('a port that the Service lacks', { port: 82 })],
  ['failed dropped', trial('a port that the Service lacks, by name', { to: 'kubia', port: 82 })],
  ['failed not-ready', trial('TCP, pods that are not ready', {}, unready)],
  ['failed not-ready', trial('UDP, pods that are not ready', ask, unready)],
  ['failed not-found', trial('no Service', {}, deleted)],
  ['failed not-found', trial('no Service, by name', { to: 'kubia', port: 80 }, deleted)],
  ['error tool-missing', trial('a node has no nc', { from: 'node/${node.0.name}' })],
]);
