import type { JsonObject } from '../../../runner/core/json.ts';
import { listText, type StepCase } from '../step-cases.ts';

/** A Service for kubia's pods, some changes to it, and the step under test. */
export interface ServiceCase {
  name: string;
  /** The step, with its kind as the only key. */
  step: JsonObject;
  /** Merged into the spec of Service kubia. */
  service?: JsonObject;
  /** Pods of Deployment kubia. Default 3. */
  replicas?: number;
  /** Merged into the pods' only container. */
  container?: JsonObject;
  /** More objects. */
  given?: JsonObject[];
  /** Steps before the step under test. Default: wait until the pods are Ready. */
  before?: JsonObject[];
  /** How long the step under test may keep trying. Default: briefly, because nothing will repair the fault. */
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

/** A container with agnhost's netexec, which answers at /clientip, /hostname and on UDP 8081. */
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

/** Cases with the expected verdict of the step under test: `passed`, `failed no-endpoints`. */
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
    shows: [...before.map(() => 'passed'), verdict],
    patience,
  };
};
