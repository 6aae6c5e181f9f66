import type { JsonObject } from '../../../runner/core/json.ts';
import { ready, type ServiceCase, serviceCases, workload } from './behind-service.ts';

const selector = { selector: { part: 'web' } };
const tracks = ['stable', 'canary'] as const;

/** Two other Deployments behind Service kubia, and no Deployment kubia. */
const trial = (
  name: string,
  between: JsonObject | string[],
  { service, before, container = {}, ...more }: Partial<ServiceCase> & { pods?: [number, number] } = {},
): ServiceCase => {
  const pods = more.pods ?? [3, 1];
  const given = tracks.map((track, index) => {
    const made = workload(track, pods[index] ?? 0, container) as { spec: { template: { metadata: JsonObject } } };
    made.spec.template.metadata['labels'] = { app: track, part: 'web' };
    return made as unknown as JsonObject;
  });
  return {
    ...more,
    name,
    replicas: 0,
    service: service ?? selector,
    given,
    before: before ?? [ready('stable', pods[0]), ready('canary', pods[1])],
    step: { 'traffic-splits': { service: 'kubia', between } },
  };
};
const weighed = { 'app=stable': 3, 'app=canary': 1 };

export const trafficSplitsCases = serviceCases([
  ['passed', trial('3 to 1', weighed)],
  ['passed', trial('by ready pods', ['app=stable', 'app=canary'], { pods: [2, 2] })],
  ['failed split-mismatch', trial('other weights', { 'app=stable': 1, 'app=canary': 1 })],
  ['failed split-mismatch', trial('another number of pods', weighed, { pods: [2, 2] })],
  ['failed split-mismatch', trial('affinity', weighed, { service: { ...selector, sessionAffinity: 'ClientIP' } })],
  [
    'failed too-few-pods',
    trial('a selector without the canary', weighed, { service: { selector: { app: 'stable' } } }),
  ],
  ['failed no-endpoints', trial('another selector', weighed, { service: { selector: { app: 'nobody' } } })],
  [
    'failed refused',
    trial('another targetPort', weighed, { service: { ...selector, ports: [{ port: 80, targetPort: 8081 }] } }),
  ],
  [
    'failed not-ready',
    trial('pods that are not ready', weighed, {
      container: { readinessProbe: { exec: { command: ['false'] } } },
      before: [{ 'endpoints-are': { service: 'kubia', count: 4, ready: false } }],
    }),
  ],
  [
    'failed not-found',
    trial('no Service', weighed, { before: [ready('stable', 3), { delete: { kind: 'service/kubia' } }] }),
  ],
]);
