import type { StepCase } from '../step-cases.ts';

const deployment = (name: string, ports: string, selector = `{ matchLabels: { app: ${name} } }`): string => `
  - manifest:
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: ${name}, labels: { tier: front } }
      spec:
        replicas: 1
        selector: ${selector}
        template:
          metadata: { labels: { app: ${name} } }
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{ name: kubia, image: luksa/kubia, imagePullPolicy: IfNotPresent, ports: ${ports} }]`;

const pod = (name: string, metadata: string): string => `
  - manifest:
      apiVersion: v1
      kind: Pod
      metadata: { name: ${name}${metadata} }
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{ name: kubia, image: luksa/kubia, imagePullPolicy: IfNotPresent, ports: [{ containerPort: 8080 }] }]`;

const web = '[{ containerPort: 8080 }]';

/** Row S6 of the semantics: the Services that `kubectl expose` makes, and the objects that it refuses. */
export const exposeCases: StepCase[] = [
  {
    name: "a Deployment, with the book's command",
    given: deployment('kubia', web),
    steps: `
  - wait-for: { kind: Pod, labels: { app: kubia } }
  - expose: { kind: deployment/kubia, name: kubia-http, port: 80, targetPort: 8080 }
    capture: { ip: object.spec.clusterIP }
  - resource-matches:
      kind: service/kubia-http
      fields: { metadata: { labels: { tier: front } }, spec: { selector: { app: kubia }, ports: [{ port: 80, targetPort: 8080, protocol: TCP }] } }
  - curl: { url: 'http://\${ip}', contains: "You've hit kubia-" }`,
    results: ['passed', 'passed', 'passed', 'passed'],
  },
  {
    name: 'several ports are named port-1 and port-2, and lead to the same number',
    given: deployment('kubia', '[{ containerPort: 8080 }, { containerPort: 53, protocol: UDP }]'),
    steps: `
  - expose: deployment/kubia
  - resource-matches:
      kind: service/kubia
      fields: { spec: { ports: [{ name: port-1, port: 8080, targetPort: 8080, protocol: TCP }, { name: port-2, port: 53, targetPort: 53, protocol: UDP }] } }`,
    results: ['passed', 'passed'],
  },
  {
    name: 'a Pod, a Service, and a choice of type and labels',
    given: pod('kubia', ', labels: { app: kubia, tier: web }'),
    steps: `
  - expose: { kind: pod/kubia, type: NodePort, labels: { own: label } }
  - resource-matches:
      kind: service/kubia
      fields: { metadata: { labels: { own: label } }, spec: { type: NodePort, selector: { app: kubia, tier: web } } }
  - expose: { kind: service/kubia, name: second, port: 81, targetPort: 8080 }
  - endpoints-are: { service: second, labels: app=kubia }`,
    results: ['passed', 'passed', 'passed', 'passed'],
  },
  {
    name: 'objects that kubectl refuses',
    given:
      pod('bare', '') +
      deployment('portless', '[]') +
      deployment(
        'choosy',
        web,
        '{ matchLabels: { app: choosy }, matchExpressions: [{ key: app, operator: In, values: [choosy] }] }',
      ),
    steps: `
  - expose: pod/bare
  - expose: deployment/portless
  - expose: deployment/choosy
  - expose: { kind: deployment/portless, port: 80 }
  - expose: { kind: deployment/portless, port: 80 }
  - expose: { kind: deployment/missing, port: 80 }`,
    results: [
      ['failed fields-mismatch', /the pod has no labels and cannot be exposed/],
      ['failed fields-mismatch', /couldn't find port via --port flag or introspection/],
      [
        'failed fields-mismatch',
        /couldn't convert expressions - "\[\{Key:app Operator:In Values:\[choosy\]\}\]" to map-based selector format/,
      ],
      'passed',
      ['failed request-refused', /services "portless" already exists/],
      'failed not-found',
    ],
  },
];
