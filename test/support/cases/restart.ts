import type { StepCase } from '../step-cases.ts';

const kubia = '\n  - file: ../fixtures/kubia.yaml';
const ready = `
  - wait-for: { kind: Pod, labels: { app: kubia }, count: 3 }`;

const set = (kind: string, name: string, spec = ''): string => `
  - manifest:
      apiVersion: apps/v1
      kind: ${kind}
      metadata: { name: ${name} }
      spec:
        selector: { matchLabels: { app: ${name} } }
        ${spec}
        template:
          metadata: { labels: { app: ${name} } }
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{ name: kubia, image: luksa/kubia, imagePullPolicy: IfNotPresent }]`;

const alone = `
  - manifest:
      apiVersion: v1
      kind: Pod
      metadata: { name: alone }
      spec: { containers: [{ name: kubia, image: luksa/kubia, imagePullPolicy: IfNotPresent }] }`;

export const restartCases: StepCase[] = [
  {
    name: 'a Deployment gets new pods',
    given: kubia,
    steps: `${ready}
  - exec: { from: pod/app=kubia, command: [hostname] }
    capture: { old: stdout }
  - restart: deployment/kubia
    capture: { newest: pods.0 }
  - resource-absent: { kind: Pod, name: '\${old}' }
    within: 0s
  - wait-for: { kind: Pod, labels: { app: kubia }, count: 3 }
    within: 0s
  - wait-for: { kind: Pod, name: '\${newest}' }
    within: 0s
  - resource-matches:
      kind: deployment/kubia
      jsonpath: [{ path: '{.spec.template.metadata.annotations.kubectl\\.kubernetes\\.io/restartedAt}', absent: false }]`,
    results: ['passed', 'passed', 'passed', 'passed', 'passed', 'passed', 'passed'],
  },
  {
    name: 'controllers replace pods, as often as they are restarted',
    given: kubia,
    steps: `${ready}
  - restart: pod/app=kubia
  - restart: deployment/kubia
  - restart: { kind: Pod, labels: { app: kubia } }
  - wait-for: { kind: Pod, labels: { app: kubia }, count: 3 }
    within: 0s`,
    results: ['passed', 'passed', 'passed', 'passed', 'passed'],
  },
  {
    name: 'StatefulSet and DaemonSet',
    given: set('StatefulSet', 'stateful', 'replicas: 2\n        serviceName: x') + set('DaemonSet', 'daemon'),
    steps: `
  - wait-for: statefulset/stateful
  - wait-for: daemonset/daemon
  - restart: statefulset/stateful
  - restart: daemonset/daemon
  - restart: pod/stateful-0
  - restart: pod/app=daemon`,
    results: ['passed', 'passed', 'passed', 'passed', 'passed', 'passed'],
  },
  {
    name: 'a rollout that cannot complete',
    given: kubia,
    steps: `${ready}
  - patch: { kind: deployment/kubia, patch: { spec: { template: { spec: { containers: [{ name: kubia, readinessProbe: { httpGet: { port: 9999 } } }] } } } } }
  - restart: deployment/kubia`,
    results: [
      'passed',
      'passed',
      ['failed not-ready', /old pods still exist[\s\S]*pod\/kubia-.*[Rr]eadiness probe failed/],
    ],
  },
  {
    name: 'objects that cannot be restarted',
    given:
      alone +
      set('Deployment', 'paused', 'paused: true') +
      set('DaemonSet', 'manual', 'updateStrategy: { type: OnDelete }') +
      set('Deployment', 'none', 'replicas: 0'),
    steps: `
  - restart: pod/alone
    within: 0s
  - restart: deployment/paused
    within: 0s
  - restart: daemonset/manual
    within: 0s
  - restart: deployment/none
  - restart: service/x
    within: 0s
  - restart: deployment/kubai
    within: 0s
  - wait-for: pod/alone`,
    results: [
      ['failed not-found', /has no controller/],
      ['failed not-ready', /paused/],
      ['failed not-ready', /OnDelete/],
      ['failed not-found', /nothing was restarted/],
      ['error spec-invalid', /only Deployments/],
      'failed not-found',
      'passed',
    ],
  },
];
