import type { StepCase } from '../step-cases.ts';

const pod = (name: string, container: string, more = ''): string => `
  - manifest:
      apiVersion: v1
      kind: Pod
      metadata: { name: ${name}, labels: { app: ${name} } }
      spec:
        terminationGracePeriodSeconds: 0${more}
        containers: [${container}]`;

const talker = pod(
  'talker',
  `{ name: one, image: busybox:1.36, imagePullPolicy: IfNotPresent, command: [sh, -c, 'echo first; echo second; echo second; sleep 3600'] }, { name: two, image: busybox:1.36, imagePullPolicy: IfNotPresent, command: [sh, -c, 'echo other; sleep 3600'] }`,
);

export const logsContainCases: StepCase[] = [
  {
    name: 'kubia logs who asked: the pod that a request went to',
    given: '\n  - file: ../fixtures/kubia.yaml',
    steps: `
  - wait-for: { kind: Pod, labels: { app: kubia }, count: 3 }
  - curl: { url: 'http://kubia', from: pod/app=kubia }
  - logs-contain: { from: pod/app=kubia, contains: 'Received request from ::ffff:' }
  - logs-contain: { from: pod/app=kubia, matches: '^Received request from ::ffff:[0-9.]+$', in: all }
  - logs-contain: { from: pod/app=kubia, contains: Kubia server starting, in: all }
  - logs-contain: { from: pod/app=kubia, contains: Nobody asked }
    within: 300ms
  - logs-contain: { from: pod/app=kubia, contains: Kubia server starting, count: 2 }
    within: 300ms`,
    shows: [
      'passed',
      'passed',
      'passed',
      'passed',
      'passed',
      ['failed output-mismatch', /Received request from/],
      ['failed output-mismatch', /1 of \d+ lines fit/],
    ],
  },
  {
    name: 'containers of a pod, together and apart',
    given: talker,
    steps: `
  - wait-for: pod/talker
  - logs-contain: { from: pod/talker, contains: second, count: 2 }
  - logs-contain: { from: pod/talker, contains: other }
  - logs-contain: { from: pod/talker, container: two, contains: other }
  - logs-contain: { from: pod/talker, container: two, contains: second }
    within: 300ms
  - logs-contain: { from: pod/talker, container: three, contains: second }
    within: 300ms
  - logs-contain: { from: pod/nobody, contains: second }
    within: 300ms`,
    shows: [
      'passed',
      'passed',
      'passed',
      'passed',
      ['failed output-mismatch', /0 of 1 lines fit/],
      ['failed not-found', /no container three/],
      'failed not-found',
    ],
  },
  {
    name: 'a container that never starts, one that is silent, one without a node',
    given:
      pod('unpullable', '{ name: a, image: nobody.example.com/nothing, imagePullPolicy: IfNotPresent }') +
      pod('silent', `{ name: a, image: busybox:1.36, imagePullPolicy: IfNotPresent, command: [sleep, '3600'] }`) +
      pod('nowhere', '{ name: a, image: busybox:1.36 }', `\n        nodeSelector: { nowhere: 'true' }`),
    steps: `
  - wait-for: pod/silent
  - logs-contain: { from: pod/unpullable, contains: x }
    within: 1s
  - logs-contain: { from: pod/silent, contains: x }
    within: 300ms
  - logs-contain: { from: pod/nowhere, contains: x }
    within: 300ms`,
    shows: [
      'passed',
      ['failed output-mismatch', /waiting to start/],
      ['failed output-mismatch', /its log is empty/],
      ['failed output-mismatch', /its log is empty/],
    ],
  },
];
