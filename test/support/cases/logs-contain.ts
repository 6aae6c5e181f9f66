import type { StepCase } from '../step-cases.ts';
import { podText } from './pod-text.ts';

const talker = podText(
  'talker',
  `{ name: one, image: busybox:1.36, imagePullPolicy: IfNotPresent, command: [sh, -c, 'echo first; echo second; echo second; sleep 3600'] }, { name: two, image: busybox:1.36, imagePullPolicy: IfNotPresent, command: [sh, -c, 'echo other; sleep 3600'] }`,
);

export const logsContainCases: StepCase[] = [
  {
    name: 'the log of the pod that answered a request',
    given: '\n  - file: ../fixtures/kubia.yaml',
    steps: `
  - wait-for: { kind: Pod, labels: { app: kubia }, count: 3 }
  - curl: { url: 'http://kubia', from: pod/app=kubia }
  - logs-contain: { from: pod/app=kubia, contains: 'Received request from ::ffff:' }
  - logs-contain: { from: pod/app=kubia, matches: '^Received request from ::ffff:[0-9.]+$', in: all }
  - logs-contain: { from: pod/app=kubia, contains: Kubia server starting, in: all }
  - logs-contain: { from: pod/app=kubia, contains: No such line }
    within: 300ms
  - logs-contain: { from: pod/app=kubia, contains: Kubia server starting, count: 2 }
    within: 300ms`,
    results: [
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
    name: 'all containers of a pod, and one of them',
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
  - logs-contain: { from: pod/missing, contains: second }
    within: 300ms`,
    results: [
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
    name: 'a container that never starts, a silent one, and a pod without a node',
    given:
      podText('unpullable', '{ name: a, image: nobody.example.com/nothing, imagePullPolicy: IfNotPresent }') +
      podText('silent', `{ name: a, image: busybox:1.36, imagePullPolicy: IfNotPresent, command: [sleep, '3600'] }`) +
      podText('nowhere', '{ name: a, image: busybox:1.36 }', `\n        nodeSelector: { nowhere: 'true' }`),
    steps: `
  - wait-for: pod/silent
  - logs-contain: { from: pod/unpullable, contains: x }
    within: 1s
  - logs-contain: { from: pod/silent, contains: x }
    within: 300ms
  - logs-contain: { from: pod/nowhere, contains: x }
    within: 300ms`,
    results: [
      'passed',
      ['failed output-mismatch', /waiting to start/],
      ['failed output-mismatch', /its log is empty/],
      ['failed output-mismatch', /its log is empty/],
    ],
  },
];
