import { tabled } from '../answers.ts';
import { collections, kubia, object, service, web } from '../manifests.ts';
import { unreadyLabel } from '../observe.ts';
import type { Topic } from '../row.ts';

const path = (kind: string, query = ''): string => `${collections[kind]}${query}`;
const named = (kind: string, name: string): string => path(kind, `?fieldSelector=metadata.name%3D${name}`);
const backend = { service: { name: 'kubia', port: { number: 80 } } };
const rule = (host?: string) => ({
  ...(host !== undefined && { host }),
  http: { paths: [{ path: '/', pathType: 'Prefix', backend }] },
});
const labels = { app: 'idle' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'luksa/kubia' }] } };
const idle = { replicas: 0, selector: { matchLabels: labels }, template };
const slices = (name: string): string => path('EndpointSlice', `?labelSelector=kubernetes.io%2Fservice-name%3D${name}`);

/** The server's tables, which `kubectl get` prints. */
export const tables: Topic = {
  name: 'tables',
  title: 'tables of kubectl get',
  setup: () => [
    ...['kubia-a', 'kubia-b', 'kubia-c', 'kubia-d'].map((name) => kubia(name, 'kubia', { on: 'worker' })),
    kubia('one', 'one', { on: 'worker' }),
    kubia('unready', 'unready', {
      on: 'worker',
      labels: { [unreadyLabel]: 'yes' },
      container: { readinessProbe: { exec: { command: ['false'] } } },
    }),
    kubia('nowhere', 'nowhere', { labels: { [unreadyLabel]: 'no-address' }, spec: { nodeSelector: { nope: 'nope' } } }),
    web('kubia', 'kubia'),
    web('one', 'one'),
    web('unready', 'unready'),
    web('nobody', 'nobody'),
    service('several', {
      selector: { app: 'one', tier: 'x' },
      ports: [
        { name: 'http', port: 80 },
        { name: 'dns', port: 53, protocol: 'UDP' },
      ],
    }),
    service('node-port', { type: 'NodePort', selector: { app: 'one' }, ports: [{ port: 80, nodePort: 30223 }] }),
    service('balanced', {
      type: 'LoadBalancer',
      loadBalancerClass: 'example.com/none',
      selector: { app: 'one' },
      ports: [{ port: 80, nodePort: 30224 }],
    }),
    service('headless', { clusterIP: 'None', selector: { app: 'one' }, ports: [{ port: 80, targetPort: 8080 }] }),
    service('portless', { clusterIP: 'None', selector: { app: 'one' } }),
    service('elsewhere', { type: 'ExternalName', externalName: 'someapi.somecompany.com' }),
    service('outer', { selector: { app: 'one' }, externalIPs: ['203.0.113.7', '203.0.113.8'], ports: [{ port: 80 }] }),
    service('unselected', { ports: [{ port: 80 }] }),
    object('Endpoints', 'unselected', {
      subsets: [{ addresses: [{ ip: '11.11.11.11' }, { ip: '22.22.22.22' }], ports: [{ port: 80 }] }],
    }),
    object('Ingress', 'plain', { spec: { rules: [rule('kubia.example.com')] } }),
    object('Ingress', 'anyhost', { spec: { rules: [rule()] } }),
    object('Ingress', 'default-only', { spec: { defaultBackend: backend } }),
    object('Ingress', 'many', {
      spec: {
        ingressClassName: 'nope',
        tls: [{ hosts: ['a.example.com'] }],
        rules: ['a', 'b', 'c', 'd', 'e'].map((name) => rule(`${name}.example.com`)),
      },
    }),
    object('Deployment', 'idle', { spec: idle }),
    object('ReplicaSet', 'idle', { spec: idle }),
    object('ReplicationController', 'idle', { spec: { replicas: 0, selector: labels, template } }),
    object('StatefulSet', 'idle', { spec: { ...idle, serviceName: 'headless' } }),
    object('DaemonSet', 'idle', {
      spec: {
        selector: { matchLabels: labels },
        template: { ...template, spec: { ...template.spec, nodeSelector: { nope: 'nope' } } },
      },
    }),
    object('ConfigMap', 'settings', { data: { a: 'b', c: 'd' } }),
    object('Secret', 'secret', { data: { a: 'Yg==' } }),
    object('NetworkPolicy', 'policy', { spec: { podSelector: { matchLabels: labels } } }),
    object('NetworkPolicy', 'policy-for-all', { spec: { podSelector: {} } }),
  ],
  rows: [
    tabled('C1', 'Services', path('Service')),
    tabled('C1', 'Services, wide', path('Service'), true),
    tabled('C1', 'one Service', `${path('Service')}/kubia`),
    tabled('C1', 'no Services', path('Service', '?labelSelector=nope')),
    tabled('C2', 'Endpoints', path('Endpoints')),
    ...['one', 'unready', 'nobody', 'portless', 'several'].map((name) =>
      tabled('C2', `Endpoints of ${name}`, named('Endpoints', name)),
    ),
    tabled('C2', 'the slices of nobody', slices('nobody')),
    tabled('C2', 'the slices of unready', slices('unready')),
    tabled('C2', 'the slices of kubia', slices('kubia')),
    tabled('C2', 'the slices of portless', slices('portless')),
    tabled('C2', 'the slices of several', slices('several')),
    tabled('C2', 'Ingresses', path('Ingress')),
    tabled('C2', 'one Ingress, wide', named('Ingress', 'many'), true),
    ...['kubia-a', 'unready', 'nowhere'].map((name) => tabled('C2', `pod ${name}`, named('Pod', name))),
    tabled('C2', 'pod one, wide', named('Pod', 'one'), true),
    tabled('C2', 'pod nowhere, wide', named('Pod', 'nowhere'), true),
    tabled('C2', 'Deployments, wide', path('Deployment'), true),
    tabled('C2', 'ReplicaSets, wide', named('ReplicaSet', 'idle'), true),
    tabled('C2', 'ReplicationControllers, wide', path('ReplicationController'), true),
    tabled('C2', 'StatefulSets, wide', path('StatefulSet'), true),
    tabled('C2', 'DaemonSets, wide', path('DaemonSet'), true),
    tabled('C2', 'ConfigMaps', named('ConfigMap', 'settings')),
    tabled('C2', 'Secrets', path('Secret')),
    tabled('C2', 'NetworkPolicies', path('NetworkPolicy')),
    tabled('C2', 'ServiceAccounts', path('ServiceAccount')),
    tabled('C2', 'a namespace', '/api/v1/namespaces/NAMESPACE'),
    tabled('S8', 'the Service kubernetes', '/api/v1/namespaces/default/services/kubernetes'),
    tabled('S24', 'the Service kube-dns', '/api/v1/namespaces/kube-system/services/kube-dns'),
  ],
};
