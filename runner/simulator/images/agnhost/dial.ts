import { within } from '../../../core/clock.ts';
import type { HttpResponse, Protocol } from '../../objects/sockets.ts';
import { dial } from '../../shell/dial.ts';
import { plain } from '../http.ts';
import type { Process } from '../image.ts';

const dialTimeout = 5_000;
const maxTries = 1_000;

type Attempt = { response: string } | { error: string };

/** /dial of netexec: asks another server `tries` times, each time over a connection of its own, and lists the answers. */
export const dialAll = async (self: Process, parameters: URLSearchParams): Promise<HttpResponse> => {
  const value = (name: string): string => parameters.get(name) ?? '';
  const [host, port, request] = [value('host'), Number(value('port')), value('request')];
  const protocol = value('protocol').toLowerCase() || 'http';
  const tries = value('tries') === '' ? 1 : Number(value('tries'));
  if (!Number.isInteger(tries)) return plain('tries parameter is invalid. strconv.Atoi: invalid syntax\n', 400);
  if (request === '') return plain('request parameter not specified. <nil>\n', 400);
  if (!Object.hasOwn(protocols, protocol)) return plain(`unsupported protocol. ${protocol}\n`, 400);
  const found = await self.shell.machine.resolver.resolve(host, 4);
  const ip = 'addresses' in found ? found.addresses[0] : undefined;
  if (ip === undefined || !Number.isInteger(port))
    return plain(`host and/or port param are invalid. lookup ${host}: no such host\n`, 400);
  const attempts: Attempt[] = [];
  for (let attempt = 0; attempt < Math.min(tries, maxTries); attempt++)
    attempts.push(await tryOnce(self, { ip, port, protocol, request }));
  const responses = attempts.flatMap((each) => ('response' in each ? [each.response] : []));
  const errors = attempts.flatMap((each) => ('error' in each ? [each.error] : []));
  const last = attempts.at(-1);
  const isAnswered = last !== undefined && 'response' in last && last.response !== '';
  return plain(JSON.stringify({ ...(errors.length > 0 ? { errors } : {}), ...(isAnswered ? { responses } : {}) }));
};

interface Question {
  ip: string;
  port: number;
  protocol: string;
  request: string;
}

const protocols: Readonly<Record<string, Protocol>> = { http: 'TCP', udp: 'UDP', sctp: 'SCTP' };

const tryOnce = async (
  { shell, clusterState }: Process,
  { ip, port, protocol, request }: Question,
): Promise<Attempt> => {
  const url = `http://${ip}:${port}/${request}`;
  const { signal } = new AbortController();
  const target = { ip, port, protocol: protocols[protocol] ?? 'TCP' };
  const socket = await dial(shell.machine, target, { timeout: dialTimeout, signal });
  if (socket.result !== 'connected') return { error: troubleOf(socket.result, protocol, url, `${ip}:${port}`) };
  const { listener, peer } = socket;
  const work =
    protocol === 'http'
      ? listener
          .http?.(
            {
              method: 'GET',
              target: `/${request}`,
              headers: { host: `${ip}:${port}`, 'user-agent': 'Go-http-client/1.1', 'accept-encoding': 'gzip' },
              body: '',
            },
            peer,
          )
          .then(({ body }) => body)
      : listener.text?.(request, peer);
  const answered = await within(clusterState.clock, dialTimeout, work ?? Promise.resolve(undefined), signal);
  if (answered?.value !== undefined) return { response: answered.value };
  if (protocol !== 'http' && answered) await clusterState.clock.sleep(dialTimeout);
  return { error: protocol === 'http' ? `Get "${url}": EOF` : troubleOf('timeout', protocol, url, `${ip}:${port}`) };
};

const troubleOf = (
  result: 'refused' | 'no-route' | 'timeout',
  protocol: string,
  url: string,
  address: string,
): string => {
  if (protocol !== 'http')
    return `reading from ${protocol} connection failed. err:'read ${protocol} ${address}: ${result === 'refused' ? 'connection refused' : 'i/o timeout'}'`;
  if (result === 'timeout')
    return `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
  return `Get "${url}": dial tcp ${address}: connect: ${result === 'refused' ? 'connection refused' : 'no route to host'}`;
};
