import { ready, type ServiceCase, serviceCases } from './behind-service.ts';

const step = { 'keep-alive-sticks-to-one-pod': { service: 'kubia' } };
const closing = ['sh', '-c', 'hostname >/tmp/index.html; httpd -f -p 8080 -h /tmp'];
const trial = (name: string, more: Partial<ServiceCase> = {}): ServiceCase => ({ name, step, ...more });

export const keepAliveSticksToOnePodCases = serviceCases([
  ['passed', trial('three pods')],
  [
    'passed',
    trial('by name, from a pod behind it', {
      step: { 'keep-alive-sticks-to-one-pod': { url: 'http://kubia', from: 'pod/app=kubia' } },
    }),
  ],
  ['failed no-endpoints', trial('another selector', { service: { selector: { app: 'kubai' } } })],
  ['failed refused', trial('another targetPort', { service: { ports: [{ port: 80, targetPort: 8081 }] } })],
  ['failed always-sticky', trial('affinity', { service: { sessionAffinity: 'ClientIP' } })],
  ['failed too-few-pods', trial('one pod', { replicas: 1 })],
  [
    'failed not-ready',
    trial('pods that are not ready', {
      container: { readinessProbe: { exec: { command: ['false'] } } },
      before: [{ 'endpoints-are': { service: 'kubia', count: 3, ready: false } }],
    }),
  ],
  ['failed not-found', trial('no Service', { before: [ready('kubia', 3), { delete: { kind: 'service/kubia' } }] })],
  ['failed not-kept-alive', trial('a server that closes', { container: { image: 'busybox:1.36', command: closing } })],
]);
