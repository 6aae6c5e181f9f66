import type { StepCase } from '../step-cases.ts';
import { podText } from './pod-text.ts';

/** Row C10 of the semantics, and the events of pods and their controllers. */
export const eventOccursCases: StepCase[] = [
  {
    name: 'events of pods and workloads',
    given: '\n  - file: ../fixtures/kubia.yaml',
    steps: `
  - wait-for: { kind: Pod, labels: { app: kubia }, count: 3 }
  - event-occurs: { object: deployment/kubia, reason: ScalingReplicaSet, type: Normal, contains: Scaled up replica set }
  - event-occurs: { object: pod/app=kubia, reason: Scheduled, contains: Successfully assigned }
  - event-occurs: { object: pod/app=kubia, reason: Started }
  - event-occurs: { object: pod/app=kubia, reason: Startd }
    within: 300ms
  - event-occurs: { object: pod/app=kubia, reason: Started, type: Warning }
    within: 300ms
  - event-occurs: { object: service/kubia, reason: EnsuredLoadBalancer }
    within: 300ms
  - event-occurs: { object: service/kubai, reason: EnsuredLoadBalancer }
    within: 300ms`,
    results: [
      'passed',
      'passed',
      'passed',
      'passed',
      ['failed not-found', /Did you mean Started/],
      ['failed not-found', /The events with this reason are: Normal Started/],
      ['failed not-found', /There are no events about it/],
      ['failed not-found', /no Service kubai/],
    ],
  },
  {
    name: 'a failing probe and an image that does not exist',
    given:
      podText(
        'unhealthy',
        '{ name: a, image: luksa/kubia, imagePullPolicy: IfNotPresent, readinessProbe: { httpGet: { port: 9999 }, periodSeconds: 1 } }',
      ) + podText('unpullable', '{ name: a, image: nobody.example.com/nothing }'),
    steps: `
  - event-occurs: { object: pod/unhealthy, reason: Unhealthy, type: Warning, contains: Readiness probe failed }
  - event-occurs: { object: pod/unpullable, reason: Failed, type: Warning, contains: ErrImagePull }`,
    results: ['passed', 'passed'],
  },
  {
    name: 'a Service of type LoadBalancer',
    more: 'needs: { loadBalancer: true }',
    given: `
  - manifest: { apiVersion: v1, kind: Service, metadata: { name: balanced }, spec: { type: LoadBalancer, ports: [{ port: 80 }] } }`,
    steps: `
  - wait-for: { kind: service/balanced, jsonpath: '{.status.loadBalancer.ingress[0].ip}' }
  - event-occurs: { object: service/balanced, reason: EnsuredLoadBalancer, contains: Ensured load balancer }`,
    results: ['passed', 'passed'],
  },
];
