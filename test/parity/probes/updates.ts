import { isObject, type JsonObject, type JsonValue, valueAt } from '../../../runner/core/json.ts';
import { briefOf } from '../answers.ts';
import type { Reply } from '../bench.ts';
import { collections, object } from '../manifests.ts';
import { onceRow, type Row, type Topic } from '../row.ts';

const services = collections['Service'] ?? '';
const ports = [{ port: 80 }];
let serial = 0;

const given = (value: JsonValue | undefined): JsonValue =>
  typeof value === 'string' && value !== 'None' ? value.replace(/^10\.96\.\d+\.\d+$/, '<given>') : (value ?? null);

/** The spec without allocated addresses and ports. */
const specOf = ({ body }: Reply): JsonValue => {
  const spec = valueAt(body, ['spec']);
  if (!isObject(spec)) return null;
  const list = Array.isArray(spec['ports']) ? spec['ports'] : [];
  return {
    ...spec,
    ...(spec['clusterIP'] !== undefined && { clusterIP: given(spec['clusterIP']) }),
    ...(Array.isArray(spec['clusterIPs']) && { clusterIPs: spec['clusterIPs'].map(given) }),
    ...(spec['healthCheckNodePort'] !== undefined && { healthCheckNodePort: '<given>' }),
    ...(spec['ports'] !== undefined && {
      ports: list.map((port) => (isObject(port) && port['nodePort'] ? { ...port, nodePort: '<given>' } : port)),
    }),
  };
};

/** Creates a Service and changes it: the stored object, or the refusal. */
const changed = (id: string, title: string, spec: JsonObject, change: JsonObject): Row => {
  const name = `subject-${serial++}`;
  return onceRow(id, title, async (bench) => {
    const body = object('Service', name, { spec: { selector: { app: 'kubia' }, ports, ...spec } });
    const first = await bench.ask({ method: 'POST', path: services, body });
    if (first.status !== 201) return { created: briefOf(first) };
    const before = valueAt(first.body, ['spec', 'clusterIP']) ?? null;
    const second = await bench.ask({
      method: 'PATCH',
      path: `${services}/${name}`,
      contentType: 'application/merge-patch+json',
      body: change,
    });
    if (second.status !== 200) return briefOf(second);
    return {
      ...(second.warnings.length > 0 && { warnings: second.warnings }),
      spec: specOf(second),
      status: valueAt(second.body, ['status']) ?? null,
      sameClusterIP: (valueAt(second.body, ['spec', 'clusterIP']) ?? null) === before,
    };
  });
};

const podSpec = { containers: [{ name: 'main', image: 'k8s.gcr.io/pause' }] };
const bodies: Record<string, JsonObject> = {
  Service: { spec: { ports } },
  Endpoints: {},
  EndpointSlice: { addressType: 'IPv4', endpoints: [] },
  ConfigMap: {},
  Secret: {},
  Ingress: { spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } } },
  NetworkPolicy: { spec: { podSelector: {} } },
  Pod: { spec: { ...podSpec, schedulerName: 'none' } },
  Deployment: {
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'x' } },
      template: { metadata: { labels: { app: 'x' } }, spec: podSpec },
    },
  },
};

/** The answer to a change of an object of this kind with a fault in its metadata. */
const marked = (id: string, title: string, kind: string, metadata: JsonObject): Row => {
  const name = `subject-${serial++}`;
  return onceRow(id, title, async (bench) => {
    const path = collections[kind] ?? '';
    const first = await bench.ask({ method: 'POST', path, body: object(kind, name, bodies[kind] ?? {}) });
    if (first.status !== 201) return { created: briefOf(first) };
    return briefOf(
      await bench.ask({
        method: 'PATCH',
        path: `${path}/${name}`,
        contentType: 'application/merge-patch+json',
        body: { metadata },
      }),
    );
  });
};

const wrongLabel = { labels: { app: 'a b' } };

const type = (from: string, to: string, spec: JsonObject, change: JsonObject = {}): Row =>
  changed('B31', `${from} becomes ${to}`, { type: from, ...spec }, { spec: { type: to, ...change } });

const external = { externalName: 'example.com' };

/** Changes of Services: fields that change with the type, and immutable fields. */
export const updates: Topic = {
  name: 'updates',
  title: 'changes of Services',
  setup: () => [],
  rows: [
    type('ClusterIP', 'NodePort', {}),
    type('ClusterIP', 'LoadBalancer', {}),
    type('ClusterIP', 'ExternalName', {}, external),
    type('NodePort', 'ClusterIP', {}),
    type('NodePort', 'LoadBalancer', {}),
    type('NodePort', 'ExternalName', {}, external),
    type('LoadBalancer', 'ClusterIP', {}),
    type('LoadBalancer', 'NodePort', {}),
    type('LoadBalancer', 'ExternalName', {}, external),
    type('ExternalName', 'ClusterIP', external),
    type('ExternalName', 'NodePort', external),
    type('ExternalName', 'LoadBalancer', external),
    changed(
      'B31',
      'a LoadBalancer Service with policy Local becomes ClusterIP',
      { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
      { spec: { type: 'ClusterIP' } },
    ),
    changed(
      'B31',
      'a NodePort Service becomes ClusterIP and names its node port',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 30210 }] },
      { spec: { type: 'ClusterIP', ports: [{ port: 80, nodePort: 30211 }] } },
    ),
    changed(
      'S41',
      'ExternalName becomes ClusterIP and loses its name',
      { type: 'ExternalName', ...external },
      { spec: { type: 'ClusterIP', externalName: null } },
    ),
    changed(
      'S41',
      'another externalName',
      { type: 'ExternalName', ...external },
      { spec: { externalName: 'other.example.com' } },
    ),
    changed('B30', 'another cluster IP', { clusterIP: '10.96.0.211' }, { spec: { clusterIP: '10.96.0.212' } }),
    changed('B30', 'other cluster IPs', { clusterIP: '10.96.0.213' }, { spec: { clusterIPs: ['10.96.0.214'] } }),
    changed(
      'B30',
      'both cluster IPs changed',
      { clusterIP: '10.96.0.215' },
      { spec: { clusterIP: '10.96.0.216', clusterIPs: ['10.96.0.216'] } },
    ),
    changed('B30', 'no cluster IP', {}, { spec: { clusterIP: '' } }),
    changed('B30', 'ClusterIP becomes headless', {}, { spec: { clusterIP: 'None' } }),
    changed('B30', 'headless becomes ClusterIP', { clusterIP: 'None' }, { spec: { clusterIP: '' } }),
    changed('B30', 'headless becomes NodePort', { clusterIP: 'None' }, { spec: { type: 'NodePort' } }),
    changed('B30', 'another family', { clusterIP: '10.96.0.217' }, { spec: { ipFamilies: ['IPv6'] } }),
    changed(
      'B30',
      'another load balancer class',
      { type: 'LoadBalancer', loadBalancerClass: 'example.com/a' },
      { spec: { loadBalancerClass: 'example.com/b' } },
    ),
    changed(
      'B30',
      'another health check port',
      { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 31001 },
      { spec: { healthCheckNodePort: 31002 } },
    ),
    changed('B30', 'another name', {}, { metadata: { name: 'other' } }),
    changed('B20', 'another node port', { type: 'NodePort' }, { spec: { ports: [{ port: 80, nodePort: 30212 }] } }),
    changed(
      'B20',
      'a node port outside the range',
      { type: 'NodePort' },
      { spec: { ports: [{ port: 80, nodePort: 81 }] } },
    ),
    changed(
      'B20',
      'one more port',
      { type: 'NodePort', ports: [{ name: 'a', port: 80, nodePort: 30213 }] },
      {
        spec: {
          ports: [
            { name: 'a', port: 80, nodePort: 30213 },
            { name: 'b', port: 81 },
          ],
        },
      },
    ),
    changed(
      'B20',
      'UDP beside TCP on the same node port',
      { type: 'NodePort', ports: [{ name: 'a', port: 53, nodePort: 30214 }] },
      {
        spec: {
          ports: [
            { name: 'a', port: 53, nodePort: 30214 },
            { name: 'b', port: 53, nodePort: 30214, protocol: 'UDP' },
          ],
        },
      },
    ),
    changed('S5', 'another selector', {}, { spec: { selector: { app: null, tier: 'front' } } }),
    changed('S5', 'no selector', {}, { spec: { selector: null } }),
    changed('S14', 'affinity comes', {}, { spec: { sessionAffinity: 'ClientIP' } }),
    changed('S14', 'affinity goes', { sessionAffinity: 'ClientIP' }, { spec: { sessionAffinity: 'None' } }),
    changed('B50', 'policy Local comes', { type: 'LoadBalancer' }, { spec: { externalTrafficPolicy: 'Local' } }),
    changed(
      'B50',
      'policy Local goes',
      { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
      { spec: { externalTrafficPolicy: 'Cluster' } },
    ),
    changed(
      'S50',
      'a LoadBalancer without node ports',
      { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false },
      { metadata: { labels: { a: 'b' } } },
    ),
    changed('S16', 'two ports without names', {}, { spec: { ports: [{ port: 80 }, { port: 81 }] } }),
    ...Object.keys(bodies).map((kind) => marked('B33', `a wrong label on ${kind}`, kind, wrongLabel)),
    marked('B33', 'a wrong name of an annotation on Service', 'Service', { annotations: { 'a b': 'c' } }),
    marked('B33', 'a wrong name of an annotation on Deployment', 'Deployment', { annotations: { 'a b': 'c' } }),
    changed('B33', 'a wrong label and a wrong port', {}, { metadata: wrongLabel, spec: { ports: [{ port: 0 }] } }),
  ],
};
