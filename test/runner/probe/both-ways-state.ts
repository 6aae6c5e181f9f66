import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../runner/core/json.ts';
import { toDescribedImage } from '../../../runner/core/simulated-image.ts';
import type { HttpRequest } from '../../../runner/probe/http/request.ts';
import type { SocketRequest } from '../../../runner/probe/socket/socket.ts';
import type { Question } from '../../../runner/steps/discover/support/lookup.ts';

export const namespace = 'default';

const listens = { address: '0.0.0.0', delay: '0s' } as const;
const runs = { 'ready-after': '0s' } as const;

export const images = [
  toDescribedImage('both/app', {
    ...runs,
    shell: 'debian',
    ports: [
      {
        ...listens,
        port: 8080,
        protocol: 'http',
        answers: {
          '/': { status: 200, body: 'two\nlines\n', headers: { 'x-app': 'yes' } },
          '/empty': '',
          '/missing': { status: 404, body: 'no such page' },
          '/broken': { status: 503, body: '' },
          '/late': { status: 200, body: 'at last', delay: '20s' },
          '/long': 'long '.repeat(8_000),
        },
      },
      { ...listens, port: 9000, protocol: 'tcp', reply: 'got {{input}}' },
      { ...listens, port: 9001, protocol: 'udp', reply: 'got {{input}}' },
    ],
  }),
  toDescribedImage('both/alpine', { ...runs, shell: 'alpine' }),
  toDescribedImage('both/bare', { ...runs, shell: 'none' }),
];

const object = (
  kind: string,
  name: string,
  spec: JsonObject,
  { labels = {}, apiVersion = 'v1' } = {},
): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace, labels },
  spec,
});
const pod = (name: string, image: string): KubernetesObject =>
  object(
    'Pod',
    name,
    { containers: [{ name: 'main', image }], terminationGracePeriodSeconds: 0 },
    { labels: { app: name } },
  );
const service = (name: string, app: string, spec: JsonObject = {}): KubernetesObject =>
  object('Service', name, {
    selector: { app },
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'tcp', port: 9000 },
      { name: 'udp', port: 9001, protocol: 'UDP' },
    ],
    ...spec,
  });

/** `app` answers, `shut` drops all packets, and `nobody` has no endpoints. */
export const state = [
  pod('app', 'both/app'),
  pod('shut', 'both/app'),
  pod('alpine', 'both/alpine'),
  pod('bare', 'both/bare'),
  object(
    'NetworkPolicy',
    'shut',
    { podSelector: { matchLabels: { app: 'shut' } }, policyTypes: ['Ingress'] },
    { apiVersion: 'networking.k8s.io/v1' },
  ),
  service('web', 'app', { type: 'NodePort' }),
  service('shut', 'shut'),
  service('nobody', 'nobody'),
  service('headless', 'app', { clusterIP: 'None' }),
  object('Service', 'elsewhere', { type: 'ExternalName', externalName: 'web.default.svc.cluster.local' }),
];

/** The addresses of the objects. */
export interface Places {
  app: string;
  shut: string;
  web: string;
  nobody: string;
  node: string;
  nodePort: number;
}

export const requestsTo = ({ app, shut, web, nobody, node, nodePort }: Places): HttpRequest[] => [
  { url: `http://${web}/`, times: 3 },
  { url: 'http://web/' },
  { url: 'http://headless:8080/' },
  { url: 'http://elsewhere/' },
  { url: `http://${node}:${nodePort}/` },
  { url: `http://${web}/empty` },
  { url: `http://${web}/missing` },
  { url: `http://${web}/broken`, method: 'POST' },
  { url: `http://${web}/long` },
  { url: `http://${web}/`, method: 'HEAD' },
  { url: `http://${web}/`, headers: { 'X-Quote': `it's "$(id)" \\ *`, Host: 'shop.example' } },
  { url: 'http://shop.example/', resolve: { 'shop.example': web } },
  { url: `http://${app}:9000/` },
  { url: `https://${web}:80/`, insecure: true },
  { url: `http://${nobody}/` },
  { url: `http://${app}:8088/` },
  { url: `http://${shut}:8080/` },
  { url: 'http://nowhere.example/' },
  { url: 'http://no-such-service/' },
];

export const questions: Question[] = [
  { name: 'kubernetes.default.svc.cluster.local', type: 'A', search: false },
  { name: 'web', type: 'A', search: true },
  { name: 'web.default', type: 'A', search: true },
  { name: 'headless', type: 'A', search: true },
  { name: 'headless', type: 'AAAA', search: true },
  { name: 'elsewhere', type: 'A', search: true },
  { name: 'nobody.default.svc.cluster.local.', type: 'A', search: true },
  { name: 'no-such-service', type: 'A', search: true },
  { name: 'nowhere.example', type: 'A', search: false },
];
export const serviceRecord: Question = {
  name: '_http._tcp.headless.default.svc.cluster.local',
  type: 'SRV',
  search: false,
};

export const sockets = ({ app, shut, web, nobody }: Places): SocketRequest[] => [
  { host: web, port: 9000, protocol: 'TCP' },
  { host: web, port: 9000, protocol: 'TCP', send: "it's $(id)" },
  { host: web, port: 9001, protocol: 'UDP', send: 'hello' },
  { host: app, port: 9002, protocol: 'TCP' },
  { host: app, port: 9002, protocol: 'UDP', send: 'hello' },
  { host: nobody, port: 9000, protocol: 'TCP' },
  { host: shut, port: 9000, protocol: 'TCP' },
  { host: shut, port: 9001, protocol: 'UDP', send: 'hello' },
  { host: 'no-such-service', port: 9000, protocol: 'TCP' },
];
