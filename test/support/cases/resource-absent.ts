import type { StepCase } from '../step-cases.ts';

const map = (name: string, more = ''): string => `
  - manifest: { apiVersion: v1, kind: ConfigMap, metadata: { name: ${name}, labels: { app: ${name} }${more} } }`;

export const resourceAbsentCases: StepCase[] = [
  {
    name: 'objects that never existed, and deleted objects',
    given: map('kubia'),
    steps: `
  - resource-absent: service/kubia
  - resource-absent: { kind: ConfigMap, labels: { app: other } }
  - delete: configmap/kubia
  - resource-absent: { kind: ConfigMap, labels: { app: kubia } }
    for: 300ms`,
    results: ['passed', 'passed', 'passed', 'passed'],
  },
  {
    name: 'pods of a deleted Deployment, which go while the step waits',
    given: `
  - file: ../fixtures/kubia.yaml`,
    steps: `
  - delete: deployment/kubia
  - resource-absent: { kind: Pod, labels: { app: kubia } }`,
    results: ['passed', 'passed'],
  },
  {
    name: 'an existing object, one with a finalizer, and places where no object can be',
    given: map('kubia') + map('held', ', finalizers: [example.com/hold]'),
    steps: `
  - resource-absent: configmap/kubia
    within: 100ms
  - delete: configmap/held
    within: 100ms
  - resource-absent: configmap/held
    within: 100ms
  - patch: { kind: configmap/held, patch: { metadata: { finalizers: null } } }
  - resource-absent: configmap/held
  - resource-absent: { kind: configmap/kubia, namespace: '\${namespace}-nowhere' }
    within: 100ms
  - resource-absent: { kind: Thing/x, apiVersion: example.com/v1 }
    within: 100ms`,
    results: [
      ['failed still-there', /has not been deleted/],
      ['failed still-there', /has the finalizers example\.com\/hold/],
      ['failed still-there', /has the finalizers example\.com\/hold/],
      'passed',
      'passed',
      ['failed not-found', /no namespace .*-nowhere/],
      ['error control-failed', /no matches for kind "Thing"/],
    ],
  },
];
