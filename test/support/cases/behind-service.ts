import type { JsonObject } from '../../../runner/core/json.ts';
import { listText, type StepCase } from '../step-cases.ts';

/** A Service in front of kubia's pods, with some changes, and the step under test. */
export interface ServiceCase {
  name: string;
  /** The step under test. Its kind is the only key. */
  step: JsonObject;
  /** Merged into the spec of Service kubia. */
  service?: JsonObject;
  /** The number of pods of Deployment kubia. Default: 3. */
  replicas?: number;
  /** Merged into the pods' only container. */
  container?: JsonObject;
  /** More objects. */
  given?: JsonObject[];
  /** Steps before the step under test. Default: wait until the pods are Ready. */
  before?: JsonObject[];
  /** How long the step under test may keep trying. Default: briefly, because nothing will repair the Service. */
  patience?: StepCase['patience'];
}

const deployment = (name: string, replicas: number, container: JsonObject): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          {
            name,
            image: 'luksa/kubia',
            imagePullPolicy: 'IfNotPresent',
            ports: [{ containerPort: 8080 }],
            readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
            ...container,
          },
        ],
      },
    },
  },
});

/** A container with agnhost's netexec, which answers at /clientip, at /hostname and on UDP 8081. */
export const netexec: JsonObject = {
  image: 'registry.k8s.io/e2e-test-images/agnhost:2.56',
  args: ['netexec'],
  readinessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 1 },
};

/** Another Deployment for `given`. */
export const workload = deployment;

export const ready = (app: string, count: number): JsonObject => ({
  'wait-for': { kind: 'Pod', labels: { app }, condition: 'Ready', count },
  within: '60s',
});

/** The selector of the Service matches no pod. */
export const wrongSelector: Partial<ServiceCase> = { service: { selector: { app: 'kubai' } } };

/** The Service sends requests to a port where no container listens. */
export const wrongTargetPort: Partial<ServiceCase> = { service: { ports: [{ port: 80, targetPort: 8081 }] } };

/** The pods never become ready. */
export const neverReady = (container: JsonObject = {}, count = 3): Partial<ServiceCase> => ({
  container: { ...container, readinessProbe: { exec: { command: ['false'] } } },
  before: [{ 'endpoints-are': { service: 'kubia', count, ready: false } }],
});

/** The Service is deleted before the step under test. */
export const serviceDeleted: Partial<ServiceCase> = {
  before: [ready('kubia', 3), { delete: { kind: 'service/kubia' } }],
};

/** Cases with the verdict that the step under test must have: `passed`, `failed no-endpoints`. */
export const serviceCases = (table: readonly (readonly [verdict: string, ServiceCase])[]): StepCase[] =>
  table.map(([verdict, each]) => toStepCase(verdict, each));

const toStepCase = (verdict: string, each: ServiceCase): StepCase => {
  const { name, step, service, replicas = 3, container = {}, given = [], patience = 'settled' } = each;
  const before = each.before ?? (replicas > 0 ? [ready('kubia', replicas)] : []);
  const kubia = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubia' },
    spec: { selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 8080 }], ...service },
  };
  const manifests = [deployment('kubia', replicas, container), kubia, ...given];
  return {
    name,
    given: listText(manifests.map((manifest) => ({ manifest }))),
    steps: listText([...before, step]),
    results: [...before.map(() => 'passed'), verdict],
    patience,
  };
};
