import assert from 'node:assert/strict';
import { isObject, type JsonObject, type JsonValue } from '../../runner/core/json.ts';
import type { ReasonCode } from '../../runner/core/reason.ts';
import type { Scenario } from '../../runner/scenario/scenario.ts';
import { explain, failedSteps, type Lab, load, renamed } from './lab.ts';

export interface Mutation {
  name: string;
  scenario: string;
  /** Breaks an object of the scenario, whether it is given or a step applies it. */
  mutate(scenario: Scenario): void;
  /** The only step that must fail. The steps that require it are blocked. */
  failedStep: string;
  reason: ReasonCode;
  /** The pattern of the reason that a student must read. */
  message: RegExp;
}

const objectsOf = ({ given, steps }: Scenario): JsonObject[] => [
  ...given.flatMap(({ objects }) => objects),
  ...steps.flatMap(({ spec }) => [spec['manifest'], spec['manifests']].flat()).filter(isObject),
];

const find = (scenario: Scenario, kind: string, name?: string): JsonObject => {
  const found = objectsOf(scenario).find(
    (each) => each['kind'] === kind && (!name || (each['metadata'] as JsonObject)['name'] === name),
  );
  assert.ok(found, `${scenario.planned.id} has a ${kind} ${name ?? ''}`);
  return found;
};

/** Sets a field along a path of keys and indexes. */
const set = (object: JsonObject, path: string, value: JsonValue): void => {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  let current: Record<string, unknown> = object;
  for (const part of parts) {
    assert.ok(part in current, `${path}: ${part} exists`);
    current = current[part] as Record<string, unknown>;
  }
  current[last] = value;
};

const removeGiven = (scenario: Scenario, kind: string, name: string): void => {
  for (const entry of scenario.given)
    entry.objects = entry.objects.filter((each) => each.kind !== kind || each.metadata.name !== name);
};

/** Removes steps, so that a later step is the first to meet the fault. */
const without = (scenario: Scenario, ...ids: string[]): void => {
  const isRemoved = (each: { planned: { id: string } }): boolean => ids.includes(each.planned.id);
  scenario.steps = scenario.steps.filter((each) => !isRemoved(each));
  for (const step of scenario.steps) step.requires = step.requires.filter((id) => !ids.includes(id));
  scenario.planned = { ...scenario.planned, steps: scenario.planned.steps.filter(({ id }) => !ids.includes(id)) };
};

const spread = 'creating-services/spread-over-pods.yaml';
const affinity = 'creating-services/session-affinity.yaml';
const ping = 'discovering-services/ping-cluster-ip.yaml';
const endpoints = 'external-endpoints/manual-endpoints.yaml';
const paths = 'ingress/several-paths.yaml';
const names = 'discovering-services/dns-names.yaml';
const nodePort = 'exposing-services/node-port.yaml';

export const mutations: Mutation[] = [
  {
    name: 'the selector has a typo',
    scenario: spread,
    mutate: (scenario) => set(find(scenario, 'Service'), 'spec.selector.app', 'kubai'),
    failedStep: 'endpoints-are',
    reason: 'endpoints-mismatch',
    message: /kubai/,
  },
  {
    name: 'the selector has a typo, noticed by the requests',
    scenario: spread,
    mutate: (scenario) => {
      set(find(scenario, 'Service'), 'spec.selector.app', 'kubai');
      without(scenario, 'endpoints-are', 'curl');
    },
    failedStep: 'curl-hits-distinct-pods',
    reason: 'no-endpoints',
    message: /app=kubai.*app=kubia/s,
  },
  {
    name: 'the targetPort is wrong',
    scenario: spread,
    mutate: (scenario) => {
      set(find(scenario, 'Service'), 'spec.ports.0.targetPort', 8081);
      without(scenario, 'curl');
    },
    failedStep: 'curl-hits-distinct-pods',
    reason: 'refused',
    message: /8081.*8080/s,
  },
  {
    name: 'the pods declare the target port with another protocol',
    scenario: spread,
    mutate: (scenario) => {
      const port = 'spec.template.spec.containers.0.ports.0';
      set(find(scenario, 'Deployment'), `${port}.name`, 'http');
      set(find(scenario, 'Deployment'), `${port}.protocol`, 'UDP');
      set(find(scenario, 'Service'), 'spec.ports.0.targetPort', 'http');
      without(scenario, 'endpoints-are', 'curl');
    },
    failedStep: 'curl-hits-distinct-pods',
    reason: 'no-endpoints',
    message: /is TCP, but the pods declare the port http as UDP/,
  },
  {
    name: 'the pods never become ready',
    scenario: spread,
    mutate: (scenario) =>
      set(find(scenario, 'Deployment'), 'spec.template.spec.containers.0.readinessProbe.httpGet.port', 9999),
    failedStep: 'wait-for',
    reason: 'not-ready',
    message: /[Rr]eadiness probe failed/,
  },
  {
    name: 'the pods never become ready, noticed by the requests',
    scenario: spread,
    mutate: (scenario) => {
      set(find(scenario, 'Deployment'), 'spec.template.spec.containers.0.readinessProbe.httpGet.port', 9999);
      without(scenario, 'wait-for', 'endpoints-are', 'curl');
    },
    failedStep: 'curl-hits-distinct-pods',
    reason: 'not-ready',
    message: /Readiness probe failed/,
  },
  {
    name: 'the Service is missing',
    scenario: spread,
    mutate: (scenario) => {
      removeGiven(scenario, 'Service', 'kubia');
      without(scenario, 'endpoints-are', 'curl');
    },
    failedStep: 'curl-hits-distinct-pods',
    reason: 'not-found',
    message: /no Service kubia/,
  },
  {
    name: 'there is only one pod',
    scenario: spread,
    mutate: (scenario) => {
      set(find(scenario, 'Deployment'), 'spec.replicas', 1);
      without(scenario, 'wait-for', 'endpoints-are');
    },
    failedStep: 'curl-hits-distinct-pods',
    reason: 'too-few-pods',
    message: /1/,
  },
  {
    name: 'session affinity is off',
    scenario: affinity,
    mutate: (scenario) => set(find(scenario, 'Service', 'kubia-sticky'), 'spec.sessionAffinity', 'None'),
    failedStep: 'curl-sticks-to-one-pod',
    reason: 'not-sticky',
    message: /sessionAffinity/,
  },
  {
    name: 'session affinity is on where it must be off',
    scenario: affinity,
    mutate: (scenario) => set(find(scenario, 'Service', 'kubia'), 'spec.sessionAffinity', 'ClientIP'),
    failedStep: 'curl-hits-distinct-pods',
    reason: 'always-sticky',
    message: /sessionAffinity: ClientIP/,
  },
  {
    name: 'an Endpoints address is wrong',
    scenario: endpoints,
    mutate: (scenario) => {
      set(find(scenario, 'Endpoints'), 'subsets.0.addresses.1.ip', '10.255.255.1');
    },
    failedStep: 'endpoints-are-2',
    reason: 'endpoints-mismatch',
    message: /10\.255\.255\.1/,
  },
  {
    name: 'an Endpoints port is wrong, noticed by the requests',
    scenario: endpoints,
    mutate: (scenario) => {
      set(find(scenario, 'Endpoints'), 'subsets.0.ports.0.port', 8099);
      without(scenario, 'endpoints-are-2');
    },
    failedStep: 'curl-hits-distinct-pods',
    reason: 'refused',
    message: /8099/,
  },
  {
    name: 'an Ingress path has a typo',
    scenario: paths,
    mutate: (scenario) => set(find(scenario, 'Ingress'), 'spec.rules.0.http.paths.0.path', '/fooo'),
    failedStep: 'ingress-routes',
    reason: 'status-mismatch',
    message: /\/foo/,
  },
  {
    name: 'a Service is in another namespace',
    scenario: names,
    mutate: (scenario) => {
      set(find(scenario, 'Service', 'kubia'), 'metadata.namespace', '${namespace.elsewhere}');
      without(scenario, 'dns-resolves', 'dns-resolves-2', 'curl', 'curl-2', 'dns-resolves-4', 'dns-fails');
      const short = scenario.steps.find(({ planned }) => planned.id === 'dns-resolves-3');
      if (short) delete short.spec['to'];
    },
    failedStep: 'dns-resolves-3',
    reason: 'unresolvable',
    message: /kubia/,
  },
  {
    name: 'a Service is in another namespace, noticed by the ping',
    scenario: ping,
    mutate: (scenario) => {
      scenario.namespaces = ['elsewhere'];
      set(find(scenario, 'Service', 'kubia'), 'metadata.namespace', '${namespace.elsewhere}');
      without(scenario, 'curl', 'ping-succeeds');
    },
    failedStep: 'ping-fails-on-cluster-ip',
    reason: 'not-found',
    message: /no Service kubia/,
  },
  {
    name: 'the type is not NodePort',
    scenario: nodePort,
    mutate: (scenario) => {
      const service = find(scenario, 'Service', 'kubia-nodeport');
      service['spec'] = { selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 8080 }] };
      without(scenario, 'resource-matches', 'curl-hits-distinct-pods');
    },
    failedStep: 'node-port-answers-on-every-node',
    reason: 'fields-mismatch',
    message: /NodePort/,
  },
];

/** Runs the mutations on a cluster, and returns a message for each that does not fail exactly as expected. */
export const runMutations = async (lab: Lab, parallel: number): Promise<string[]> => {
  const broken: Scenario[] = [];
  for (const { name, scenario: path, mutate } of mutations) {
    const scenario = renamed(await load(path), name);
    mutate(scenario);
    for (const step of scenario.steps)
      step.within = Math.min(step.within, step.planned.id.startsWith('wait-for') ? lab.bootPatience : lab.patience);
    // No other scenario of this run uses the fixed port.
    broken.push({ ...scenario, serial: false });
  }
  const records = await lab.runAll(broken, parallel);
  return mutations.flatMap(({ name, failedStep, reason, message }, index) => {
    const record = records[index];
    if (!record) return [`${name}: it did not run`];
    const [first, ...others] = failedSteps(record);
    const fits =
      first?.planned.id === failedStep &&
      first.result.outcome === 'failed' &&
      first.result.reason?.code === reason &&
      message.test(`${first.result.reason.message} ${first.result.reason.hint ?? ''}`) &&
      others.length === 0 &&
      record.troubles.length === 0;
    return fits ? [] : [`${name}: expected ${failedStep} ${reason} ${message}\n${explain(record)}`];
  });
};
