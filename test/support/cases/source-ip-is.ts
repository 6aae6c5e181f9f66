import {
  netexec,
  neverReady,
  ready,
  type ServiceCase,
  serviceCases,
  serviceDeleted,
  wrongSelector,
  wrongTargetPort,
} from './behind-service.ts';

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
  ['passed', trial("a pod's own address", {})],
  ['failed source-mismatch', trial("a pod, expected to have a node's address", { is: 'node' })],
  [
    'passed',
    trial(
      "a pod's stated address",
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
  ['failed source-mismatch', trial('one of three pods, which reaches itself too', { from: 'pod/app=kubia' })],
  ['passed', trial('the only pod, which reaches itself', { from: 'pod/app=kubia', is: 'node' }, { replicas: 1 })],
  ['passed', trial('node port, Cluster', { ...atNode, is: 'node' }, { service: nodePort })],
  [
    'failed source-mismatch',
    trial("node port, Cluster, expected to keep the client's address", atNode, { service: nodePort }),
  ],
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
  ['failed no-endpoints', trial('another selector', {}, wrongSelector)],
  ['failed refused', trial('another targetPort', {}, wrongTargetPort)],
  ['failed not-found', trial('no Service', {}, serviceDeleted)],
  ['failed not-ready', trial('pods that are not ready', {}, neverReady(netexec))],
  ['failed body-mismatch', trial('a server that answers something else', {}, { container: {} })],
]);
