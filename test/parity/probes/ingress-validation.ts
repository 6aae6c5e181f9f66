import type { JsonObject, JsonValue } from '../../../runner/core/json.ts';
import { judged } from '../answers.ts';
import { object } from '../manifests.ts';
import type { Row, Topic } from '../row.ts';

const backend: JsonObject = { service: { name: 'web', port: { number: 80 } } };

const ingress = (id: string, title: string, spec: JsonObject, metadata: JsonObject = {}): Row =>
  judged(id, title, object('Ingress', { name: 'subject', ...metadata }, { spec }));

const path = (title: string, fields: JsonObject): Row =>
  ingress('B35', title, { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend, ...fields }] } }] });

const host = (title: string, value: JsonValue): Row =>
  ingress('B35', title, { rules: [{ host: value, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] });

const sent = (title: string, value: JsonObject): Row => path(title, { backend: value });

const policy = (title: string, spec: JsonObject): Row =>
  judged('B33', title, object('NetworkPolicy', 'subject', { spec }));

/** Exact refusals of Ingresses, their classes and network policies. */
export const ingressValidation: Topic = {
  name: 'ingress-validation',
  title: 'fields of Ingresses',
  setup: () => [object('Ingress', 'holder', { spec: { defaultBackend: backend } })],
  rows: [
    ingress('B35', 'no rules and no default backend', {}),
    ingress('B35', 'a default backend only', { defaultBackend: backend }),
    ingress('B35', 'a rule without paths', { rules: [{ host: 'a.example.com', http: { paths: [] } }] }),
    ingress('B68', 'a rule without http', { rules: [{ host: 'a.example.com' }] }),
    ingress('B33', 'a backend of v1beta1', {
      rules: [
        { http: { paths: [{ path: '/', pathType: 'Prefix', backend: { serviceName: 'web', servicePort: 80 } }] } },
      ],
    }),
    path('no pathType', { pathType: null }),
    path('pathType Regex', { pathType: 'Regex' }),
    path('no path with Prefix', { path: null }),
    path('no path with ImplementationSpecific', { path: null, pathType: 'ImplementationSpecific' }),
    path('an empty path with Exact', { path: '', pathType: 'Exact' }),
    path('a path that is not absolute', { path: 'foo' }),
    path('a path that is not absolute with ImplementationSpecific', {
      path: 'foo',
      pathType: 'ImplementationSpecific',
    }),
    path('a path with two slashes', { path: '/a//b' }),
    path('a path with a dot', { path: '/a/./b' }),
    path('a path with two dots', { path: '/a/../b' }),
    path('a path with %2f', { path: '/a%2fb' }),
    path('a path with %2F', { path: '/a%2Fb' }),
    path('a path that ends with two dots', { path: '/a/..' }),
    path('a path that ends with a dot', { path: '/a/.' }),
    path('a path with a pattern', { path: '/a/(.*)' }),
    host('a host that is an address', '10.0.0.1'),
    host('a host in upper case', 'Kubia.example.com'),
    host('a host with a port', 'kubia.example.com:80'),
    host('a wildcard host', '*.example.com'),
    host('a wildcard host of one label', '*'),
    host('a wildcard in the middle', 'a.*.example.com'),
    host('an empty host', ''),
    sent('a backend without a port', { service: { name: 'web' } }),
    sent('a backend with name and number', { service: { name: 'web', port: { name: 'http', number: 80 } } }),
    sent('a backend with port 0', { service: { name: 'web', port: { number: 0 } } }),
    sent('a backend with port 70000', { service: { name: 'web', port: { number: 70000 } } }),
    sent('a backend with a wrong port name', { service: { name: 'web', port: { name: 'a_b' } } }),
    sent('a backend without a name', { service: { port: { number: 80 } } }),
    sent('a backend with a wrong name', { service: { name: '1_web', port: { number: 80 } } }),
    sent('an empty backend', {}),
    sent('a backend that is a resource and a Service', {
      service: { name: 'web', port: { number: 80 } },
      resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'static' },
    }),
    sent('a backend that is a resource', { resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'static' } }),
    ingress('B67', 'tls with a wildcard host', { defaultBackend: backend, tls: [{ hosts: ['*.example.com'] }] }),
    ingress('B67', 'tls with a wrong host', { defaultBackend: backend, tls: [{ hosts: ['a_b'] }] }),
    ingress('B67', 'tls with a wrong secret', { defaultBackend: backend, tls: [{ secretName: 'A B' }] }),
    ingress('B65', 'an unknown class', { defaultBackend: backend, ingressClassName: 'nope' }),
    ingress('B65', 'a wrong class', { defaultBackend: backend, ingressClassName: 'A B' }),
    ingress(
      'B65',
      'class and annotation',
      { defaultBackend: backend, ingressClassName: 'nope' },
      { annotations: { 'kubernetes.io/ingress.class': 'nope' } },
    ),
    ingress(
      'B65',
      'annotation only',
      { defaultBackend: backend },
      { annotations: { 'kubernetes.io/ingress.class': 'nope' } },
    ),
    judged('B65', 'a class without a controller', object('IngressClass', 'subject', { spec: {} })),
    judged(
      'B65',
      'a class with a controller that is no path',
      object('IngressClass', 'subject', { spec: { controller: 'traefik' } }),
    ),
    ...['example.com/', '/controller', 'a_b/controller', 'example.com/a/b', `example.com/${'a'.repeat(250)}`].map(
      (controller) =>
        judged(
          'B65',
          `a class with controller ${controller.slice(0, 30)}`,
          object('IngressClass', 'subject', { spec: { controller } }),
        ),
    ),
    judged(
      'B65',
      'a right class',
      object('IngressClass', 'subject', { spec: { controller: 'example.com/controller' } }),
    ),
    policy('a policy without a selector', {}),
    policy('a policy of type Foo', { podSelector: {}, policyTypes: ['Foo'] }),
    policy('a policy with port 0', { podSelector: {}, ingress: [{ ports: [{ port: 0 }] }] }),
    policy('a policy with ports up to a lower one', {
      podSelector: {},
      ingress: [{ ports: [{ port: 80, endPort: 79 }] }],
    }),
    policy('a policy with a named port and an end', {
      podSelector: {},
      ingress: [{ ports: [{ port: 'a', endPort: 9 }] }],
    }),
    policy('a policy with an end only', { podSelector: {}, egress: [{ ports: [{ endPort: 9 }] }] }),
    policy('a policy with protocol HTTP', { podSelector: {}, ingress: [{ ports: [{ port: 80, protocol: 'HTTP' }] }] }),
    policy('a policy with an exception that is no CIDR', {
      podSelector: {},
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['x'] } }] }],
    }),
    policy('a policy with an exception outside', {
      podSelector: {},
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/8'] } }] }],
    }),
    policy('a policy of three types', { podSelector: {}, policyTypes: ['Ingress', 'Egress', 'Ingress'] }),
    policy('a policy with a wrong label', { podSelector: { matchLabels: { 'a b': 'c' } } }),
    policy('a policy with a wrong CIDR', { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 'x' } }] }] }),
    policy('a policy with an empty peer', { podSelector: {}, ingress: [{ from: [{}] }] }),
    policy('a policy with a block and a selector', {
      podSelector: {},
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] }],
    }),
  ],
};
