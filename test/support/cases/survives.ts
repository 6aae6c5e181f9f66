import type { JsonObject } from '../../../runner/core/json.ts';
import {
  neverReady,
  type ServiceCase,
  serviceCases,
  serviceDeleted,
  wrongSelector,
  wrongTargetPort,
} from './behind-service.ts';

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
  // The result after the action is final. Only a Service that is broken before the action makes the step keep trying.
  ...(!more.service && !more.before && { patience: 'whole' }),
  ...more,
  step: { survives: { service: 'kubia', connection: open ? 'open' : 'new', while: action } },
});
const open = { open: true };

export const survivesCases = serviceCases([
  ['passed', trial('more pods', scaleTo(5))],
  ['failed no-endpoints', trial('no pods after the action', scaleTo(0))],
  ['failed not-found', trial('the Service is deleted', deletion)],
  ['failed no-endpoints', trial('another selector', selecting('kubai'))],
  ['passed', trial('open, the Service is deleted', deletion, open)],
  ['passed', trial('open, another selector', selecting('kubai'), open)],
  ['failed reset', trial('open, no pods after the action', scaleTo(0), open)],
  ['failed exit-mismatch', trial('the action fails', { exec: { command: ['false'] } })],
  [
    'failed request-refused',
    trial('the action is refused', {
      apply: {
        manifest: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubia' }, spec: { type: 'Nothing' } },
      },
    }),
  ],
  ['failed no-endpoints', trial('a selector that is wrong before the action', scaleTo(5), wrongSelector)],
  ['failed refused', trial('a targetPort that is wrong before the action', scaleTo(5), wrongTargetPort)],
  ['failed not-found', trial('no Service before the action', scaleTo(5), serviceDeleted)],
  ['failed not-ready', trial('pods that are not ready before the action', scaleTo(5), neverReady())],
  [
    'failed not-kept-alive',
    trial('open, a server that closes connections', scaleTo(5), {
      open: true,
      container: {
        image: 'busybox:1.36',
        command: ['sh', '-c', 'echo hi >/tmp/index.html; httpd -f -p 8080 -h /tmp'],
      },
    }),
  ],
]);
