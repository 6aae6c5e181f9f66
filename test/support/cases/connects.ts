import {
  netexec,
  neverReady,
  type ServiceCase,
  serviceCases,
  serviceDeleted,
  wrongSelector,
} from './behind-service.ts';

const tcp = { port: 80, targetPort: 8080, name: 'tcp' };
const udp = { port: 80, targetPort: 8081, name: 'udp', protocol: 'UDP' };
const trial = (name: string, body: object, { service = {}, ...more }: Partial<ServiceCase> = {}): ServiceCase => ({
  name,
  container: netexec,
  service: { ports: [tcp, udp], ...service },
  ...more,
  step: { connects: { ...(!('to' in body) && { service: 'kubia' }), ...body } },
});
const question = { protocol: 'UDP', send: 'hostname', matches: '^kubia-' };
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
  [
    'passed',
    trial('TCP with a question and an answer', { send: 'GET /hostname HTTP/1.0\r\n\r\n', contains: 'kubia-' }),
  ],
  ['passed', trial('by name', { to: 'kubia', port: 80 })],
  ['passed', trial('a pod', { to: 'pod/app=kubia', port: 8080 })],
  ['passed', trial('UDP', question)],
  ['passed', trial('UDP echo', { ...question, send: "echo it's me", matches: "^it's me$" })],
  ['failed body-mismatch', trial('another answer', { ...question, matches: '^web-' })],
  ['failed no-answer', trial('a question without an answer', { ...question, send: 'nonsense' })],
  ['failed no-endpoints', trial('TCP, another selector', {}, wrongSelector)],
  ['failed no-endpoints', trial('UDP, another selector', question, wrongSelector)],
  ['failed refused', trial('TCP, another targetPort', {}, wrongTarget)],
  ['failed refused', trial('UDP, another targetPort', question, wrongTarget)],
  ['failed not-found', trial('a port that the Service lacks', { port: 82 })],
  ['failed dropped', trial('a port that the Service lacks, by name', { to: 'kubia', port: 82 })],
  ['failed not-ready', trial('TCP, pods that are not ready', {}, neverReady(netexec))],
  ['failed not-ready', trial('UDP, pods that are not ready', question, neverReady(netexec))],
  ['failed not-found', trial('no Service', {}, serviceDeleted)],
  ['failed not-found', trial('no Service, by name', { to: 'kubia', port: 80 }, serviceDeleted)],
  ['error tool-missing', trial('a node without nc', { from: 'node/${node.0.name}' })],
]);
