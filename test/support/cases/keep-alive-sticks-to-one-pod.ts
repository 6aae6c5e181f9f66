import {
  neverReady,
  type ServiceCase,
  serviceCases,
  serviceDeleted,
  wrongSelector,
  wrongTargetPort,
} from './behind-service.ts';

const step = { 'keep-alive-sticks-to-one-pod': { service: 'kubia' } };
const closing = ['sh', '-c', 'hostname >/tmp/index.html; httpd -f -p 8080 -h /tmp'];
const trial = (name: string, more: Partial<ServiceCase> = {}): ServiceCase => ({ name, step, ...more });

export const keepAliveSticksToOnePodCases = serviceCases([
  ['passed', trial('three pods')],
  [
    'passed',
    trial('by name, from a pod of the Service', {
      step: { 'keep-alive-sticks-to-one-pod': { url: 'http://kubia', from: 'pod/app=kubia' } },
    }),
  ],
  ['failed no-endpoints', trial('another selector', wrongSelector)],
  ['failed refused', trial('another targetPort', wrongTargetPort)],
  ['failed always-sticky', trial('affinity', { service: { sessionAffinity: 'ClientIP' } })],
  ['failed too-few-pods', trial('one pod', { replicas: 1 })],
  ['failed not-ready', trial('pods that are not ready', neverReady())],
  ['failed not-found', trial('no Service', serviceDeleted)],
  [
    'failed not-kept-alive',
    trial('a server that closes connections', { container: { image: 'busybox:1.36', command: closing } }),
  ],
]);
