import type { JsonObject } from '../../../../runner/core/json.ts';
import { IngressController } from '../../../../runner/simulator/ingress/controller.ts';
import { createNetwork } from '../../../../runner/simulator/network/network.ts';
import type { HttpResponse } from '../../../../runner/simulator/objects/sockets.ts';
import { endpoint, named, type TestClusterState, testClusterState } from './cluster-state.ts';

export const backend = (service: string, port: JsonObject = { number: 80 }): JsonObject => ({
  service: { name: service, port },
});

export const path = (pathType: string, at: string, service = at): JsonObject => ({
  pathType,
  path: at,
  backend: backend(service),
});

/** Services a, b and c with one pod each, named by every path of the tables too. */
export const setting = (services: readonly string[] = ['a', 'b', 'c']): TestClusterState => {
  const clusterState = testClusterState();
  clusterState.put({
    kind: 'IngressClass',
    metadata: { name: 'traefik' },
    spec: { controller: 'traefik.io/ingress-controller' },
  });
  for (const [index, name] of services.entries()) {
    const ip = `10.244.1.${10 + index}`;
    clusterState.pod(`pod-${index}`, { ip, listeners: [named(name)] });
    clusterState.service(
      name,
      { clusterIP: `10.96.1.${index}`, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
      [endpoint(ip)],
    );
  }
  return clusterState;
};

export const put = (clusterState: TestClusterState, spec: JsonObject, name = 'web', more: JsonObject = {}): void =>
  void clusterState.put({
    kind: 'Ingress',
    metadata: { name, namespace: 'default', ...more },
    spec: { ingressClassName: 'traefik', ...spec },
  });

export const controllerOf = (clusterState: TestClusterState) =>
  new IngressController(clusterState, createNetwork(clusterState), () => ({
    place: 'node',
    node: 'control-plane',
    ip: '172.18.0.2',
  }));

export const peer = { ip: '172.18.0.100', port: 40_000 };

export const get = (
  clusterState: TestClusterState,
  host: string,
  target: string,
  headers: Record<string, string> = {},
): Promise<HttpResponse> =>
  controllerOf(clusterState).serve({ method: 'GET', target, headers: { host, ...headers }, body: '' }, peer, 'http');

export const hit = async (clusterState: TestClusterState, host: string, target: string): Promise<string | number> => {
  const { status, body } = await get(clusterState, host, target);
  return status === 200 ? body.replace("You've hit ", '').trim() : status;
};
