import type { HttpRequest, HttpResponse, Network, Source, World } from '../world.ts';

/** How long the API server waits for a connection (its dialer's timeout). */
const patience = 30_000;

/** A request from one place to an address, without a program: how the API server asks pods. Faults are in the words of Go. */
export const createReach =
  (world: World, network: Network, source: () => Source) =>
  async (ip: string, port: number, request: HttpRequest): Promise<HttpResponse | { fault: string }> => {
    const outcome = network.connect(source(), ip, port, 'TCP');
    const at = `dial tcp ${ip}:${port}`;
    if (outcome.result === 'refused') return { fault: `${at}: connect: connection refused` };
    if (outcome.result === 'no-route') return { fault: `${at}: connect: no route to host` };
    if (outcome.result === 'dropped') {
      await world.clock.sleep(patience);
      return { fault: `${at}: i/o timeout` };
    }
    const { listener, peer } = outcome;
    const answer = await listener.http?.({ ...request, headers: { ...request.headers, host: `${ip}:${port}` } }, peer);
    return answer ?? { fault: 'EOF' };
  };
