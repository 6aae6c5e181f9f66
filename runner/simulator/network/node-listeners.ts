import { objectsAt, textAt, textsAt } from '../../core/json.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { HttpResponse, Listener } from '../objects/sockets.ts';
import { release } from '../release.ts';
import { conditionsOf, slicesOf } from './endpoints.ts';
import type { ServiceTable } from './service-table.ts';

const apiServerPort = 6443;
const kubeletPort = 10250;

/** The listeners of a node beside the pods that use its network: kube-proxy's health checks, the kubelet, the API server. */
export const nodeListener = (
  clusterState: ClusterState,
  services: ServiceTable,
  node: Unstructured,
  port: number,
): Listener | undefined => {
  const checked = services.healthCheck(port);
  if (checked) return healthCheckListener(clusterState, checked, node.metadata.name, port);
  if (port === kubeletPort) return tlsListener(port, () => plain(401, 'Unauthorized'));
  if (port === apiServerPort && isControlPlane(node)) return tlsListener(port, anonymousApi);
  return undefined;
};

const isControlPlane = (node: Unstructured): boolean =>
  textAt(node, 'metadata', 'labels', 'node-role.kubernetes.io/control-plane') !== undefined;

const tlsListener = (port: number, answer: (target: string) => HttpResponse): Listener => ({
  port,
  protocol: 'TCP',
  address: '0.0.0.0',
  tls: true,
  http: async ({ target }) => answer(target),
});

const plain = (status: number, body: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body, undefined, 2),
});

/** The answer of the API server to a client without credentials (the ClusterRole system:public-info-viewer). */
const anonymousApi = (target: string): HttpResponse => {
  const [path = '/'] = target.split('?');
  if (['/healthz', '/livez', '/readyz'].includes(path)) return plain(200, 'ok');
  if (path === '/version') return json(200, { ...release, platform: 'linux/amd64' });
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `forbidden: User "system:anonymous" cannot get path "${path}"`,
    reason: 'Forbidden',
    details: {},
    code: 403,
  };
  return json(403, status);
};

/** The node's answer to a load balancer that asks whether to send traffic here (pkg/proxy/healthcheck). */
const healthCheckListener = (
  clusterState: ClusterState,
  service: Unstructured,
  node: string,
  port: number,
): Listener => ({
  port,
  protocol: 'TCP',
  address: '0.0.0.0',
  http: async () => {
    const local = localReadyEndpoints(clusterState, service, node);
    const { name, namespace } = service.metadata;
    const body = { service: { namespace, name }, localEndpoints: local, serviceProxyHealthy: true };
    return {
      status: local > 0 ? 200 : 503,
      headers: {
        'content-type': 'application/json',
        'x-content-type-options': 'nosniff',
        'x-load-balancing-endpoint-weight': String(local),
      },
      body: JSON.stringify(body, undefined, '\t'),
    };
  },
});

const localReadyEndpoints = (clusterState: ClusterState, service: Unstructured, node: string): number => {
  const addresses = slicesOf(clusterState, service.metadata.namespace ?? '', service.metadata.name)
    .flatMap((slice) => objectsAt(slice, 'endpoints'))
    .filter((each) => conditionsOf(each).ready && textAt(each, 'nodeName') === node)
    .flatMap((each) => textsAt(each, 'addresses'));
  return new Set(addresses).size;
};
