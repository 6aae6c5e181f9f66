import type { StepCase } from '../step-cases.ts';

const kubia = `
  - manifest: { apiVersion: v1, kind: Service, metadata: { name: kubia }, spec: { selector: { app: kubia }, ports: [{ name: a, port: 80 }] } }`;

/** Each patch type, rows B30 and B31 of the semantics, and patches that are refused. */
export const patchCases: StepCase[] = [
  {
    name: 'a strategic patch merges ports by their number',
    given: kubia,
    steps: `
  - patch: { kind: service/kubia, patch: { spec: { ports: [{ name: b, port: 443 }] } } }
    capture: { second: object.spec.ports.1.port, first: object.spec.ports.0.port }
  - resource-matches: { kind: service/kubia, jsonpath: [{ path: '{.spec.ports[*].port}', equals: ['\${second}', '\${first}'] }] }
    within: 0s
  - resource-matches: { kind: service/kubia, jsonpath: [{ path: '{.spec.ports[*].port}', equals: [443, 80] }] }`,
    results: ['passed', ['failed fields-mismatch', /80.*443/], 'passed'],
  },
  {
    name: 'a merge patch replaces ports, and a JSON patch is a list of operations',
    given: kubia,
    steps: `
  - patch: { kind: Service, name: kubia, type: merge, patch: { spec: { ports: [{ port: 443 }], selector: null } } }
  - resource-matches: { kind: service/kubia, fields: { spec: { ports: [{ port: 443 }], selector: null } } }
  - patch: { kind: svc/kubia, type: json, patch: [{ op: replace, path: /spec/ports/0/port, value: 81 }] }
  - resource-matches: { kind: service/kubia, fields: { spec: { ports: [{ port: 81 }] } } }`,
    results: ['passed', 'passed', 'passed', 'passed'],
  },
  {
    name: 'B31 a change of type',
    given: kubia,
    steps: `
  - patch: { kind: service/kubia, patch: { spec: { type: NodePort } } }
  - resource-matches: { kind: service/kubia, jsonpath: [{ path: '{.spec.ports[0].nodePort}', absent: false }] }
  - patch: { kind: service/kubia, patch: { spec: { type: ClusterIP } } }
  - resource-matches: { kind: service/kubia, jsonpath: [{ path: '{.spec.ports[0].nodePort}', absent: true }] }`,
    results: ['passed', 'passed', 'passed', 'passed'],
  },
  {
    name: 'a patch that is refused',
    given: kubia,
    steps: `
  - patch: { kind: service/kubia, patch: { spec: { clusterIP: 10.96.77.78 } } }
  - patch: { kind: service/kubia, patch: { spec: { selektor: { app: x } } } }
  - patch: { kind: service/kubai, patch: { spec: { type: NodePort } } }
  - patch: { kind: service/kubia, type: json, patch: [{ op: test, path: /spec/type, value: NodePort }] }
  - patch: { kind: service/kubia, type: json, patch: { spec: { type: NodePort } } }`,
    results: [
      ['failed request-refused', /may not change once set/],
      ['failed request-refused', /unknown field "spec.selektor"/],
      ['failed not-found', /Did you mean kubia/],
      'failed request-refused',
      ['error spec-invalid', /list of operations/],
    ],
  },
];
