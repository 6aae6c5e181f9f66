import type { JsonObject } from '../../runner/core/json.ts';
import type { StepResult } from '../../runner/core/result.ts';
import { type Lab, load, renamed } from './lab.ts';
import { verdictOf } from './look.ts';

/** A Service in front of kubia's pods, some changes to it, and one step that looks. */
export interface Trial {
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
  /** Steps before the one that looks. Default: wait until the pods are Ready. */
  before?: JsonObject[];
  /** How long the step may keep trying. Default: the patience of the lab, for nothing will mend what the trial broke. */
  within?: string;
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

/** What agnhost's netexec needs: its answers at /clientip, /hostname and on UDP 8081. */
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

const textOf = ({ step, service, replicas = 3, container = {}, given = [], before, within }: Trial): string =>
  JSON.stringify({
    title: 'A trial',
    given: [
      { manifest: deployment('kubia', replicas, container) },
      {
        manifest: {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'kubia' },
          spec: { selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 8080 }], ...service },
        },
      },
      ...given.map((manifest) => ({ manifest })),
    ],
    steps: [
      ...(before ?? (replicas > 0 ? [ready('kubia', replicas)] : [])),
      { ...step, ...(within !== undefined && { within }) },
    ],
  });

/** Runs trials side by side; the result of each one's last step, in order. */
export const runTrials = async (lab: Lab, trials: readonly Trial[], parallel = 4): Promise<StepResult[]> => {
  const scenarios = await Promise.all(
    trials.map(async (trial, index) =>
      renamed(
        await load(`trials/trial-${index}.yaml`, textOf({ within: `${lab.patience}ms`, ...trial })),
        `${index} ${trial.name}`,
      ),
    ),
  );
  const records = await lab.runAll(scenarios, parallel);
  return records.map(({ planned, steps, troubles }) => {
    const last = steps.at(-1)?.result;
    const early = steps.slice(0, -1).find(({ result }) => result.outcome !== 'passed');
    if (last && !early) return last;
    const why = early?.result.reason?.message ?? troubles.map(({ diagnostic }) => diagnostic.message).join(' ');
    throw new Error(`${planned.id}: ${early?.planned.id ?? 'nothing'} did not pass: ${why}`);
  });
};

/** What must pass may wait until it does. */
const untilPassed = '60s';

/** Trials with the verdict that each must come to: `name: verdict` of those that came to another. */
export const surprises = async (
  lab: Lab,
  table: readonly (readonly [verdict: string, Trial])[],
  parallel?: number,
): Promise<string[]> => {
  const results = await runTrials(
    lab,
    table.map(([verdict, trial]) => (verdict === 'passed' ? { within: untilPassed, ...trial } : trial)),
    parallel,
  );
  return results.flatMap((result, index) => {
    const [wanted, trial] = table[index] ?? ['', undefined];
    return verdictOf(result) === wanted
      ? []
      : [`${trial?.name}: ${verdictOf(result)}, not ${wanted}: ${result.reason?.message ?? result.actual}`];
  });
};
