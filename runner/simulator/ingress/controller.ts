import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { Network, Source } from '../objects/network.ts';
import type { HttpRequest, HttpResponse, Listener, Peer } from '../objects/sockets.ts';
import { type Server, serversOf } from './backends.ts';
import { certificateFor } from './certificates.ts';
import { servedIngresses } from './classes.ts';
import { type Backend, findRoute, type Route, routeTable } from './routes.ts';

export interface IngressController {
  /** Routes one request by its host and path to a pod, and answers 404, 502, 503 or 504 as Traefik v3 does. */
  serve(request: HttpRequest, peer: Peer, scheme: 'http' | 'https'): Promise<HttpResponse>;
  /** The sockets of the controller for plain HTTP and for TLS. */
  listeners(ports: { http: number; https: number }): Listener[];
}

/** Traefik's own limit for a backend that does not accept (serversTransport.forwardingTimeouts.dialTimeout). */
const dialTimeout = 30_000;

const answer = (status: number, body: string, more: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...more, 'content-length': String(body.length) },
  body,
});

const notFound = answer(404, '404 page not found\n', { 'x-content-type-options': 'nosniff' });
const noServer = answer(503, 'no available server\n', { 'x-content-type-options': 'nosniff' });

/** An ingress controller at `source`, which serves the Ingresses of its class and goes to the pods by itself. */
export const createIngress = (
  clusterState: ClusterState,
  network: Network,
  source: () => Source,
): IngressController => {
  let known: { revision: number; ingresses: Unstructured[]; routes: Route[] } | undefined;
  const current = (): { ingresses: Unstructured[]; routes: Route[] } => {
    if (known?.revision !== clusterState.revision) {
      const ingresses = servedIngresses(clusterState);
      known = { revision: clusterState.revision, ingresses, routes: routeTable(ingresses) };
    }
    return known;
  };

  const turns = new Map<string, number>();
  /** Round robin for each Service port, from request to request. */
  const next = (backend: Backend, servers: readonly Server[]): Server | undefined => {
    const key = `${backend.namespace}/${backend.service}:${backend.port}`;
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    return servers[turn % servers.length];
  };

  const forward = async (server: Server, request: HttpRequest): Promise<HttpResponse> => {
    const outcome = network.connect(source(), server.ip, server.port, 'TCP');
    if (outcome.result === 'dropped') {
      await clusterState.clock.sleep(dialTimeout);
      return answer(504, 'Gateway Timeout');
    }
    if (outcome.result !== 'connected' || !outcome.listener.http || outcome.listener.tls)
      return answer(502, 'Bad Gateway');
    const { close: _, ...response } = await outcome.listener.http(request, outcome.peer);
    return response;
  };

  const serve: IngressController['serve'] = async (request, peer, scheme) => {
    const host = (request.headers['host'] ?? '').replace(/:\d+$/, '');
    const [path = '/'] = request.target.split('?');
    const { routes } = current();
    // A rule whose Service or port does not exist makes no route in Traefik: the next one that fits is taken.
    const usable = routes.filter((route) => route.backend && serversOf(clusterState, route.backend));
    const backend = findRoute(usable, host, path)?.backend;
    if (!backend) return notFound;
    const server = next(backend, serversOf(clusterState, backend) ?? []);
    return server ? forward(server, forwarded(request, peer, scheme)) : noServer;
  };

  const listener = (port: number, scheme: 'http' | 'https'): Listener => ({
    port,
    protocol: 'TCP',
    address: '0.0.0.0',
    http: (request, peer) => serve(request, peer, scheme),
    ...(scheme === 'https'
      ? {
          tls: true,
          certificate: (name: string | undefined) => certificateFor(clusterState, current().ingresses, name),
        }
      : {}),
  });

  return {
    serve,
    listeners: ({ http, https }) => [listener(http, 'http'), listener(https, 'https')],
  };
};

/** What the controller tells a backend about the client; what the client claims itself is not believed. */
const forwarded = (request: HttpRequest, peer: Peer, scheme: 'http' | 'https'): HttpRequest => {
  const own = Object.entries(request.headers).filter(([name]) => !name.startsWith('x-forwarded-'));
  return {
    ...request,
    headers: {
      ...Object.fromEntries(own),
      'x-forwarded-for': peer.ip,
      'x-forwarded-host': request.headers['host'] ?? '',
      'x-forwarded-port': scheme === 'https' ? '443' : '80',
      'x-forwarded-proto': scheme,
      'x-real-ip': peer.ip,
    },
  };
};
