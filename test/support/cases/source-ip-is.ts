import { netexec, ready, type ServiceCase, serviceCases } from './behind-service.ts';

const trial = (name: string, body: object, more: Partial<ServiceCase> = {}): ServiceCase => ({
  name,
  container: netexec,
  ...more,
  step: { 'source-ip-is': { service: 'kubia', is: 'client', ...body } },
});
const nodePort = { type: 'NodePort' };
const local = { ...nodePort, externalTrafficPolicy: 'Local' };
const atNode = { url: 'http://${node.0.internalIP}:${service.kubia.nodePort}', from: 'outside' };

export const sourceIpIsCases = serviceCases([
  ['passed', trial('a pod is seen as itself', {})],
  ['failed source-mismatch', trial('a pod is not seen as a node', { is: 'node' })],
  [
    'passed',
    trial(
      'its address',
      { is: '${pod[app=client].0.ip}', from: 'pod/app=client' },
      {
        given: [
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { name: 'client', labels: { app: 'client' } },
            spec: { containers: [{ name: 'client', image: 'luksa/kubia', imagePullPolicy: 'IfNotPresent' }] },
          },
        ],
        before: [ready('client', 1), ready('kubia', 3)],
      },
    ),
  ],
  ['failed source-mismatch', trial('one of three reaches itself', { from: 'pod/app=kubia' })],
  ['passed', trial('the only one reaches itself', { from: 'pod/app=kubia', is: 'node' }, { replicas: 1 })],
  ['passed', trial('node port, Cluster', { ...atNode, is: 'node' }, { service: nodePort })],
  ['failed source-mismatch', trial('node port, Cluster, as itself', atNode, { service: nodePort })],
  [
    'passed',
    trial(
      'node port, Local',
      { ...atNode, url: 'http://${object:v1/Pod/kubia-0:{.status.hostIP}}:${service.kubia.nodePort}' },
      {
        service: local,
        replicas: 0,
        given: [
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { name: 'kubia-0', labels: { app: 'kubia' } },
            spec: { containers: [{ name: 'kubia', ...netexec }] },
          },
        ],
        before: [ready('kubia', 1)],
      },
    ),
  ],
  ['passed', trial('a node', { from: 'node/${node.0.name}' })],
  ['failed no-endpoints', trial('another selector', {}, { service: { selector: { app: 'kubai' } } })],
  ['failed refused', trial('another targetPort', {}, { service: { ports: [{ port: 80, targetPort: 8081 }] } })],
  ['failed not-found', trial('no Service', {}, { before: [ready('kubia', 3), { delete: { kind: 'service/kubia' } }] })],
  [
    'failed not-ready',
    trial(
      'pods that are not ready',
      {},
      {
        container: { ...netexec, readinessProbe: { exec: { command: ['false'] } } },
        before: [{ 'endpoints-are': { service: 'kubia', count: 3, ready: false } }],
      },
    ),
  ],
  ['failed body-mismatch', trial('a server that says something else', {}, { container: {} })],
]);
