import type { StepCase } from '../step-cases.ts';

const service = (spec: string, name = 'bad'): string => `
      manifest:
        apiVersion: v1
        kind: Service
        metadata: { name: ${name} }
        spec: ${spec}`;

const refused = (spec: string, expected: string, name = 'bad'): string => `
  - apply-fails:${service(spec, name)}
      ${expected.replaceAll('\n', '\n      ')}`;

const isAbsent = `
  - resource-absent: service/bad
    within: 0s`;

const port = 'ports: [{ port: 80 }]';
const kubia = `
  - manifest: { apiVersion: v1, kind: Service, metadata: { name: kubia }, spec: { selector: { app: kubia }, ports: [{ port: 80 }] } }`;

const oldIngress = (expected: string): string => `
  - apply-fails:
      manifest:
        apiVersion: extensions/v1beta1
        kind: Ingress
        metadata: { name: kubia }
        spec: { rules: [{ host: a.example.com, http: { paths: [{ path: /, backend: { serviceName: kubia, servicePort: 80 } }] } }] }
      ${expected}`;

/** The API server's validation: rows S15, S16, S39, S44, S54 and B19 to B35 of the semantics. */
export const applyFailsCases: StepCase[] = [
  {
    name: 'S15 session affinity by cookie',
    steps:
      refused(
        `{ ${port}, sessionAffinity: Cookie }`,
        `field: spec.sessionAffinity\ncontains: 'Unsupported value: "Cookie": supported values: "ClientIP", "None"'\nstatus: 422\nreason: Invalid`,
      ) + isAbsent,
    results: ['passed', 'passed'],
  },
  {
    name: 'S16 B23 several ports need names',
    steps:
      refused('{ ports: [{ port: 80 }, { port: 443 }] }', 'field: spec.ports[1].name\ncontains: Required value') +
      refused(
        '{ ports: [{ name: http, port: 80 }, { name: http, port: 443 }] }',
        `field: spec.ports[1].name\ncontains: Duplicate value`,
      ),
    results: ['passed', 'passed'],
  },
  {
    name: 'S44 B20 B21 node ports',
    given: `
  - manifest: { apiVersion: v1, kind: Service, metadata: { name: holder }, spec: { type: NodePort, ports: [{ port: 80, nodePort: 30777 }] } }`,
    steps:
      refused(
        '{ type: NodePort, ports: [{ port: 80, nodePort: 80 }] }',
        'field: spec.ports[0].nodePort\ncontains: The range of valid ports is 30000-32767',
      ) +
      refused(
        '{ type: NodePort, ports: [{ port: 80, nodePort: 30777 }] }',
        'field: spec.ports[0].nodePort\ncontains: provided port is already allocated\nby: create',
      ) +
      refused(
        '{ ports: [{ port: 80, nodePort: 30778 }] }',
        'contains: "may not be used when `type` is \'ClusterIP\'"',
      ) +
      isAbsent,
    results: ['passed', 'passed', 'passed', 'passed'],
  },
  {
    name: 'B19 B30 cluster IPs',
    given: kubia,
    steps:
      refused(`{ ${port}, clusterIP: 1.1.1.1 }`, 'contains: failed to allocate IP 1.1.1.1') +
      refused(`{ ${port}, clusterIP: '\${service.kubia.clusterIP}' }`, 'contains: provided IP is already allocated') +
      refused(
        `{ ${port}, clusterIP: 10.96.77.77 }`,
        'field: spec.clusterIPs[0]\ncontains: may not change once set',
        'kubia',
      ),
    results: ['passed', 'passed', 'passed'],
  },
  {
    name: 'B22 B24 B25 B28 B29 fields',
    steps: [
      ['{ ports: [] }', 'field: spec.ports\ncontains: Required value'],
      ['{ ports: [{ port: 70000 }] }', 'field: spec.ports[0].port\ncontains: must be between 1 and 65535'],
      [`{ ports: [{ port: 80, targetPort: '8080' }] }`, 'contains: must contain at least one letter'],
      [`{ ${port}, type: Foo }`, 'field: spec.type\ncontains: Unsupported value'],
      [`{ type: ExternalName }`, 'field: spec.externalName\ncontains: Required value'],
      [`{ ${port}, clusterIP: None, type: NodePort }`, `contains: "may not be set to 'None' for NodePort services"`],
    ]
      .map(([spec = '', expected = '']) => refused(spec, expected))
      .join(''),
    results: ['passed', 'passed', 'passed', 'passed', 'passed', 'passed'],
  },
  {
    name: 'B26 B33 B34 names, unknown fields and existing objects',
    given: kubia,
    steps:
      refused(`{ ${port} }`, 'field: metadata.name\ncontains: a DNS-1035 label must consist of', '1kubia') +
      refused(`{ ${port}, foo: 1 }`, `contains: 'unknown field "spec.foo"'\nby: create\nstatus: 400`) +
      refused(`{ ${port}, foo: 1 }`, 'contains: field not declared in schema') +
      refused(
        `{ ${port} }`,
        `contains: 'services "kubia" already exists'\nby: create\nstatus: 409\nreason: AlreadyExists`,
        'kubia',
      ),
    results: ['passed', 'passed', 'passed', 'passed'],
  },
  {
    name: 'B34 a namespace that does not exist',
    steps: `
  - apply-fails:
      manifest: { apiVersion: v1, kind: ConfigMap, metadata: { name: lost, namespace: '\${namespace}-nowhere' } }
      contains: 'namespaces "\${namespace}-nowhere" not found'
      status: 404`,
    results: ['passed'],
  },
  {
    name: 'S39 addresses of Endpoints',
    steps: ['127.0.0.1|may not be in the loopback range', '0.0.0.0|may not be unspecified', '169.254.1.1|link-local']
      .map((each) => each.split('|'))
      .map(
        ([ip, contains]) => `
  - apply-fails:
      manifest: { apiVersion: v1, kind: Endpoints, metadata: { name: x }, subsets: [{ addresses: [{ ip: ${ip} }], ports: [{ port: 80 }] }] }
      field: subsets[0].addresses[0].ip
      contains: ${contains}`,
      )
      .join(''),
    results: ['passed', 'passed', 'passed'],
  },
  {
    name: 'S54 B35 Ingress, old and new',
    steps: `${oldIngress(`{ }`).replace(
      '      { }',
      `      contains: 'no matches for kind "Ingress" in version "extensions/v1beta1"'`,
    )}
  - apply-fails:
      manifest:
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: kubia }
        spec: { rules: [{ http: { paths: [{ path: /, backend: { service: { name: kubia, port: { number: 80 } } } }] } }] }
      field: spec.rules[0].http.paths[0].pathType
      contains: pathType must be specified`,
    results: ['passed', 'passed'],
  },
  {
    name: 'a refusal for another cause fails',
    steps:
      refused(`{ ${port}, sessionAffinity: Cookie }`, 'field: spec.type') +
      refused(`{ ${port}, sessionAffinity: Cookie }`, 'contains: already allocated') +
      oldIngress('contains: pathType must be specified'),
    results: [
      ['failed refusal-mismatch', /Unsupported value: "Cookie"/],
      ['failed refusal-mismatch', /lacks "already allocated"/],
      ['failed refusal-mismatch', /no matches for kind "Ingress"/],
    ],
  },
  {
    name: 'an accepted object is deleted or restored',
    given: kubia,
    steps:
      refused(`{ ${port} }`, 'contains: Required value') +
      isAbsent +
      refused(
        '{ type: NodePort, selector: { app: other }, ports: [{ port: 80 }] }',
        'contains: may not change',
        'kubia',
      ) +
      `
  - resource-matches: { kind: service/kubia, fields: { spec: { type: ClusterIP, selector: { app: kubia } } } }
  - apply-fails:
      manifest: { apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: '\${namespace}' }, spec: { controller: example.com/x } }
      contains: anything
  - resource-absent: 'ingressclass/\${namespace}'
    within: 0s`,
    results: [
      ['failed request-accepted', /deleted again/],
      'passed',
      ['failed request-accepted', /restored to its former state/],
      'passed',
      ['failed request-accepted', /deleted again/],
      'passed',
    ],
  },
];
