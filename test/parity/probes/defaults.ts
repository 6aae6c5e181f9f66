import type { JsonObject } from '../../../runner/core/json.ts';
import { defaulted } from '../answers.ts';
import { object, pod } from '../manifests.ts';
import type { Row, Topic } from '../row.ts';

const labels = { app: 'kubia' };
const container = { name: 'main', image: 'luksa/kubia', ports: [{ containerPort: 8080 }] };
const template = { metadata: { labels }, spec: { containers: [container] } };
const selector = { matchLabels: labels };
const ports = [{ port: 80, targetPort: 8080 }];

const service = (id: string, title: string, spec: JsonObject): Row =>
  defaulted(id, title, object('Service', 'subject', { spec: { selector: labels, ports, ...spec } }));

const made = (id: string, kind: string, fields: JsonObject, title = kind): Row =>
  defaulted(id, title, object(kind, 'subject', fields));

/** Created objects with every default of the server. */
export const defaults: Topic = {
  name: 'defaults',
  title: 'defaults of objects',
  setup: () => [],
  rows: [
    service('S7', 'a Service', {}),
    service('S7', 'a Service without targetPort', { ports: [{ port: 80 }] }),
    service('S7', 'a Service with a named targetPort', { ports: [{ name: 'http', port: 80, targetPort: 'http' }] }),
    service('S7', 'a Service without a selector', { selector: null }),
    service('S14', 'a Service with affinity', { sessionAffinity: 'ClientIP' }),
    service('S44', 'a NodePort Service', { type: 'NodePort', ports: [{ port: 80, nodePort: 30200 }] }),
    service('S49', 'a LoadBalancer Service', { type: 'LoadBalancer' }),
    service('B51', 'a LoadBalancer Service with policy Local', {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
    }),
    service('B37', 'a headless Service', { clusterIP: 'None' }),
    service('B62', 'a headless Service without a selector', { clusterIP: 'None', selector: null }),
    service('S40', 'an ExternalName Service', { type: 'ExternalName', externalName: 'example.com', selector: null }),
    service('B62', 'a Service that prefers two families', { ipFamilyPolicy: 'PreferDualStack' }),
    made('S38', 'Endpoints', { subsets: [{ addresses: [{ ip: '11.11.11.11' }], ports: [{ port: 80 }] }] }),
    made('S38', 'EndpointSlice', {
      addressType: 'IPv4',
      endpoints: [{ addresses: ['11.11.11.11'] }],
      ports: [{ port: 80 }],
    }),
    made('S18', 'Pod', { spec: { containers: [container] } }),
    defaulted(
      'S18',
      'a Pod with probes',
      pod('subject', 'luksa/kubia:v1', {
        container: {
          readinessProbe: { httpGet: { port: 8080 } },
          livenessProbe: { tcpSocket: { port: 8080 } },
          ports: [{ name: 'http', containerPort: 8080 }],
          env: [
            { name: 'A', value: 'b' },
            { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          ],
          resources: { limits: { cpu: '1500m', memory: '1024Mi' } },
        },
      }),
    ),
    made(
      'S18',
      'Pod',
      {
        metadata: { name: 'subject', labels: {}, annotations: {} },
        spec: {
          containers: [
            {
              ...container,
              resources: {
                requests: { cpu: 1, memory: '1.5Gi' },
                limits: { cpu: '2.50', memory: '2048Mi', 'example.com/a': '1e3' },
              },
            },
          ],
          nodeSelector: {},
        },
      },
      'a Pod with amounts in other forms',
    ),
    made('B33', 'NetworkPolicy', { spec: { podSelector: {}, egress: [] } }, 'a NetworkPolicy with an empty list'),
    made(
      'S18',
      'Job',
      {
        metadata: { name: 'subject', labels: { own: 'x' } },
        spec: { template: { metadata: { labels }, spec: { containers: [container], restartPolicy: 'Never' } } },
      },
      'a Job with labels',
    ),
    service('S5', 'a Service with an empty selector', { selector: {} }),
    made('S18', 'Pod', { spec: { containers: [container], hostNetwork: true } }, "a Pod on its node's network"),
    made(
      'S18',
      'Pod',
      {
        spec: {
          containers: [container],
          volumes: [
            { name: 'a', emptyDir: {} },
            { name: 'b', configMap: { name: 'c' } },
            { name: 's', secret: { secretName: 't' } },
          ],
          automountServiceAccountToken: false,
        },
      },
      'a Pod with volumes',
    ),
    made('S18', 'ReplicationController', { spec: { replicas: 3, template } }),
    made('S18', 'ReplicaSet', { spec: { selector, template } }),
    made('S18', 'Deployment', { spec: { selector, template } }),
    made('S18', 'DaemonSet', { spec: { selector, template } }),
    made('B48', 'StatefulSet', { spec: { selector, serviceName: 'web', template } }),
    made('S18', 'Job', { spec: { template: { spec: { containers: [container], restartPolicy: 'Never' } } } }),
    made('B68', 'Ingress', { spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } } }),
    made(
      'B66',
      'Ingress',
      {
        spec: {
          rules: [
            {
              host: 'kubia.example.com',
              http: {
                paths: [
                  { path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } },
                ],
              },
            },
          ],
        },
      },
      'an Ingress with a rule',
    ),
    made('B65', 'IngressClass', { spec: { controller: 'example.com/controller' } }),
    made('B33', 'NetworkPolicy', { spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }], egress: [{}] } }),
    made('B33', 'ConfigMap', { data: { a: 'b' } }),
    made('B33', 'Secret', { stringData: { a: 'b' } }),
    made('B33', 'ServiceAccount', {}),
    defaulted('B33', 'Namespace', object('Namespace', 'parity-subject')),
  ],
};
