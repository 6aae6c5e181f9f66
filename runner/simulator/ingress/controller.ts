import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { Network, Source } from '../objects/network.ts';
import type { HttpRequest, HttpResponse, Listener, Peer } from '../objects/sockets.ts';
import { type Server, serversOf } from './backends.ts';
import { certificateFor } from './certificates.ts';
import { servedIngresses } from './classes.ts';
import { type Backend, findRoute, type Route, routeTable } from './routes.ts';

/** Traefik's own limit for a backend that does not accept (serversTransport.forwardingTimeouts.dialTimeout). */
const dialTimeout = 30_000;

const answer = (status: number, body: string, more: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...more, 'content-length': String(body.length) },
  body,
});

const notFound = answer(404, '404 page not found\n', { 'x-content-type-options': 'nosniff' });
const noServer = answer(503, 'no available server\n', { 'x-content-type-options': 'nosniff' });

/** The request as a backend gets it, with what is known of the client; claims of the client itself are not believed. */
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

type Scheme = 'http' | 'https';

/** An ingress controller at `source`, which serves the Ingresses of its class and goes to the pods by itself. */
export class IngressController {
  readonly #clusterState: ClusterState;
  readonly #network: Network;
  readonly #source: () => Source;
  #known: { revision: number; ingresses: Unstructured[]; routes: Route[] } | undefined;
  /** Requests so far, by Service port. */
  readonly #turns = new Map<string, number>();

  constructor(clusterState: ClusterState, network: Network, source: () => Source) {
    this.#clusterState = clusterState;
    this.#network = network;
    this.#source = source;
  }

  /** The sockets of the controller for plain HTTP and for TLS. */
  listeners({ http, https }: { http: number; https: number }): Listener[] {
    const listener = (port: number, scheme: Scheme): Listener => ({
      port,
      protocol: 'TCP',
      address: '0.0.0.0',
      http: (request, peer) => this.serve(request, peer, scheme),
    });
    const certificate = (name: string | undefined): string | undefined =>
      certificateFor(this.#clusterState, this.#current().ingresses, name);
    return [listener(http, 'http'), { ...listener(https, 'https'), tls: true, certificate }];
  }

  /** Routes one request by its host and path to a pod, and answers 404, 502, 503 or 504 as Traefik v3 does. */
  async serve(request: HttpRequest, peer: Peer, scheme: Scheme): Promise<HttpResponse> {
    const host = (request.headers['host'] ?? '').replace(/:\d+$/, '');
    const [path = '/'] = request.target.split('?');
    // A rule whose Service or port does not exist makes no route in Traefik: the next one that fits is taken.
    const usable = this.#current().routes.filter(
      (route) => route.backend && serversOf(this.#clusterState, route.backend),
    );
    const backend = findRoute(usable, host, path)?.backend;
    if (!backend) return notFound;
    const server = this.#next(backend, serversOf(this.#clusterState, backend) ?? []);
    return server ? this.#forward(server, forwarded(request, peer, scheme)) : noServer;
  }

  #current(): { ingresses: Unstructured[]; routes: Route[] } {
    const { revision } = this.#clusterState;
    if (this.#known?.revision === revision) return this.#known;
    const ingresses = servedIngresses(this.#clusterState);
    this.#known = { revision, ingresses, routes: routeTable(ingresses) };
    return this.#known;
  }

  /** Round robin for each Service port, from request to request. */
  #next(backend: Backend, servers: readonly Server[]): Server | undefined {
    const key = `${backend.namespace}/${backend.service}:${backend.port}`;
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    return servers[turn % servers.length];
  }

  async #forward(server: Server, request: HttpRequest): Promise<HttpResponse> {
    const outcome = this.#network.connect(this.#source(), server.ip, server.port, 'TCP');
    if (outcome.result === 'dropped') {
      await this.#clusterState.clock.sleep(dialTimeout);
      return answer(504, 'Gateway Timeout');
    }
    if (outcome.result !== 'connected' || !outcome.listener.http || outcome.listener.tls)
      return answer(502, 'Bad Gateway');
    const { close: _, ...response } = await outcome.listener.http(request, outcome.peer);
    return response;
  }
}
