import type { ClusterState } from '../objects/cluster-state.ts';
import type { Network, Source } from '../objects/network.ts';
import type { HttpRequest, HttpResponse } from '../objects/sockets.ts';

/** Milliseconds that the API server's dialer waits for a connection. */
const dialTimeout = 30_000;

export interface Address {
  ip: string;
  port: number;
  /** Over TLS. */
  secure?: boolean;
}

/** The dialer of the API server: a request from its node to an address, without a program. Faults are in the words of Go. */
export const createReach =
  (clusterState: ClusterState, network: Network, source: () => Source) =>
  async ({ ip, port, secure = false }: Address, request: HttpRequest): Promise<HttpResponse | { fault: string }> => {
    const outcome = network.connect(source(), ip, port, 'TCP');
    const at = `dial tcp ${ip}:${port}`;
    if (outcome.result === 'refused') return { fault: `${at}: connect: connection refused` };
    if (outcome.result === 'no-route') return { fault: `${at}: connect: no route to host` };
    if (outcome.result === 'dropped') {
      await clusterState.clock.sleep(dialTimeout);
      return { fault: `${at}: i/o timeout` };
    }
    const { listener, peer } = outcome;
    if (secure && !listener.tls) return { fault: 'tls: first record does not look like a TLS handshake' };
    if (listener.tls && !secure)
      return { status: 400, headers: {}, body: 'Client sent an HTTP request to an HTTPS server.\n' };
    const answer = await listener.http?.({ ...request, headers: { host: `${ip}:${port}`, ...request.headers } }, peer);
    return answer ?? { fault: 'EOF' };
  };
