import type { JsonObject } from '../../../runner/core/json.ts';
import { ready, type ServiceCase, serviceCases } from './behind-service.ts';

const scaleTo = (replicas: number): JsonObject => ({ scale: { object: 'deployment/kubia', replicas } });
const deletion = { delete: { kind: 'service/kubia' } };
const selecting = (app: string): JsonObject => ({
  apply: {
    manifest: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kubia' },
      spec: { selector: { app }, ports: [{ port: 80, targetPort: 8080 }] },
    },
  },
});
const trial = (
  name: string,
  action: JsonObject,
  { open = false, ...more }: Partial<ServiceCase> & { open?: boolean } = {},
): ServiceCase => ({
  name,
  // A result after the action is final, so a step tries until its time is over only if the fault was there before.
  ...(!more.service && !more.before && { patience: 'whole' }),
  ...more,
  step: { survives: { service: 'kubia', connection: open ? 'open' : 'new', while: action } },
});
const open = { open: true };

export const survivesCases = serviceCases([
  ['passed', trial('more pods', scaleTo(5))],
  ['failed no-endpoints', trial('no pods any more', scaleTo(0))],
  ['failed not-found', trial('the Service is deleted', deletion)],
  ['failed no-endpoints', trial('another selector', selecting('kubai'))],
  ['passed', trial('open, the Service is deleted', deletion, open)],
  ['passed', trial('open, another selector', selecting('kubai'), open)],
  ['failed reset', trial('open, no pods any more', scaleTo(0), open)],
  ['failed exit-mismatch', trial('the action fails', { exec: { command: ['false'] } })],
  [
    'failed request-refused',
    trial('the action is refused', {
      apply: {
        manifest: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubia' }, spec: { type: 'Nothing' } },
      },
    }),
  ],
  [
    'failed no-endpoints',
    trial('a selector that was wrong before', scaleTo(5), { service: { selector: { app: 'kubai' } } }),
  ],
  [
    'failed refused',
    trial('a targetPort that was wrong before', scaleTo(5), {
      service: { ports: [{ port: 80, targetPort: 8081 }] },
    }),
  ],
  ['failed not-found', trial('no Service before', scaleTo(5), { before: [ready('kubia', 3), deletion] })],
  [
    'failed not-ready',
    trial('pods that were not ready before', scaleTo(5), {
      container: { readinessProbe: { exec: { command: ['false'] } } },
      before: [{ 'endpoints-are': { service: 'kubia', count: 3, ready: false } }],
    }),
  ],
  [
    'failed not-kept-alive',
    trial('open, a server that closes', scaleTo(5), {
      open: true,
      container: {
        image: 'busybox:1.36',
        command: ['sh', '-c', 'echo hi >/tmp/index.html; httpd -f -p 8080 -h /tmp'],
      },
    }),
  ],
]);
