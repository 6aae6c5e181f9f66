import type { JsonObject } from '../../../runner/core/json.ts';
import { neverReady, ready, type ServiceCase, serviceCases, workload } from './behind-service.ts';

const selector = { selector: { part: 'web' } };
const tracks = ['stable', 'canary'] as const;

/** Service kubia in front of the Deployments stable and canary. */
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
const weights = { 'app=stable': 3, 'app=canary': 1 };

export const trafficSplitsCases = serviceCases([
  ['passed', trial('3 to 1', weights)],
  ['passed', trial('by ready pods', ['app=stable', 'app=canary'], { pods: [2, 2] })],
  ['failed split-mismatch', trial('other weights', { 'app=stable': 1, 'app=canary': 1 })],
  ['failed split-mismatch', trial('another number of pods', weights, { pods: [2, 2] })],
  ['failed split-mismatch', trial('affinity', weights, { service: { ...selector, sessionAffinity: 'ClientIP' } })],
  [
    'failed too-few-pods',
    trial('a selector without the canary', weights, { service: { selector: { app: 'stable' } } }),
  ],
  ['failed no-endpoints', trial('another selector', weights, { service: { selector: { app: 'other' } } })],
  [
    'failed refused',
    trial('another targetPort', weights, { service: { ...selector, ports: [{ port: 80, targetPort: 8081 }] } }),
  ],
  ['failed not-ready', trial('pods that are not ready', weights, neverReady({}, 4))],
  [
    'failed not-found',
    trial('no Service', weights, { before: [ready('stable', 3), { delete: { kind: 'service/kubia' } }] }),
  ],
]);
