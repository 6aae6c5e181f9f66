import type { HttpRequest, HttpResponse, Listener, Peer } from '../../objects/sockets.ts';
import { headerCase } from '../../shell/http-text.ts';
import { httpListener, parametersOf, pathOf, plain, portFlag, readFlags } from '../http.ts';
import type { Process, Program } from '../image.ts';
import { dialAll } from './dial.ts';
import { udpAnswer } from './udp.ts';

/** The answer of the server to one path. */
type Route = (request: HttpRequest, peer: Peer, state: State) => HttpResponse | Promise<HttpResponse>;

interface State {
  self: Process;
  httpPort: number;
  servesUdp: boolean;
  isLeaving: boolean;
}

const jsonText = (value: unknown): HttpResponse => plain(JSON.stringify(value));

const echo: Route = (request) => {
  const parameters = parametersOf(request);
  const code = parameters.get('code') ?? '';
  if (code !== '' && !/^[1-9]\d\d$/.test(code))
    return plain(`argument 'code' must be an integer or empty, got "${code}"\n`);
  return plain(parameters.get('msg') ?? '', code === '' ? 200 : Number(code));
};

const header: Route = (request) => {
  const key = parametersOf(request).get('key');
  // Go keeps Host apart from the headers.
  const { host: _, ...headers } = request.headers;
  if (key) return plain(headers[key.toLowerCase()] ?? '');
  return jsonText(Object.fromEntries(Object.entries(headers).map(([name, value]) => [headerCase(name), [value]])));
};

const redirect: Route = (request) => {
  const parameters = parametersOf(request);
  const location = parameters.get('location') ?? '';
  const status = Number(parameters.get('code') ?? 302);
  return {
    status,
    headers: { location, 'content-type': 'text/html; charset=utf-8' },
    body: `<a href="${encodeURI(location)}">Found</a>.\n\n`,
  };
};

const shellCommand: Route = async (request, _peer, { self }) => {
  const parameters = parametersOf(request);
  const command = parameters.get('shellCommand') || (parameters.get('cmd') ?? '');
  const { stdout, stderr, exitCode } = await self.shell.run(['/bin/sh', '-c', command], {
    signal: new AbortController().signal,
  });
  return jsonText({
    ...(exitCode === 0 ? {} : { error: `exit status ${exitCode}` }),
    ...(stdout + stderr ? { output: stdout + stderr } : {}),
  });
};

const durations: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

const milliseconds = (text: string | null): number => {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text ?? '') ?? [];
  return amount === undefined ? 0 : Number(amount) * (durations[unit] ?? 0);
};

const exit: Route = async (request, _peer, { self }) => {
  const parameters = parametersOf(request);
  await self.clusterState.clock.sleep(milliseconds(parameters.get('wait')));
  self.exit(Number(parameters.get('code') ?? 0) || 0);
  return plain('');
};

const routes: Readonly<Record<string, Route>> = {
  '/clientip': (_request, peer) => plain(`${peer.ip}:${peer.port}`),
  '/serverport': (_request, _peer, { httpPort }) => plain(String(httpPort)),
  '/header': header,
  '/dial': (request, _peer, { self }) => dialAll(self, parametersOf(request)),
  '/echo': echo,
  '/exit': exit,
  // The flag that /healthz reads is set by the UDP server: without one it stays 412 for ever.
  '/healthz': (_request, _peer, { servesUdp }) => plain('', servesUdp ? 200 : 412),
  '/readyz': (_request, _peer, { isLeaving }) => (isLeaving ? plain('shutting down', 503) : plain('ok')),
  '/hostname': (_request, _peer, { self }) => plain(self.hostname),
  '/hostName': (_request, _peer, { self }) => plain(self.hostname),
  '/redirect': redirect,
  '/shell': shellCommand,
  '/shutdown': (_request, _peer, { self }) => {
    self.exit(0);
    return plain('');
  },
};

const root: Route = (_request, _peer, { self }) =>
  plain(`NOW: ${self.clusterState.clock.date().toISOString().replace('T', ' ').replace('Z', '')} +0000 UTC`);

/** `agnhost netexec` of Kubernetes' end-to-end tests: HTTP on 8080 and UDP on 8081 with the routes of its source. */
export const netexec: Program = (self) => {
  const { args, log, listeners, clusterState } = self;
  const { flags } = readFlags(args);
  const httpPort = portFlag(flags['http-port'], 8080);
  const override = flags['http-override'];
  const udpPort = flags['udp-port'] === '-1' ? undefined : portFlag(flags['udp-port'], 8081);
  const state: State = { self, httpPort, servesUdp: udpPort !== undefined, isLeaving: false };
  const serve = (request: HttpRequest, peer: Peer): Promise<HttpResponse> | HttpResponse => {
    const asked = override === undefined ? request : { ...request, method: 'GET', target: override, body: '' };
    log(`GET ${asked.target}`);
    const path = pathOf(asked);
    return (Object.hasOwn(routes, path) ? routes[path] : root)?.(asked, peer, state) ?? plain('', 404);
  };
  log(`Started HTTP server on port ${httpPort}`);
  const tls: Partial<Listener> = flags['tls-cert-file'] ? { tls: true } : {};
  listeners.push(httpListener(httpPort, async (request, peer) => serve(request, peer), tls));
  if (udpPort !== undefined) {
    log(`Started UDP server on port  ${udpPort}`);
    listeners.push(udpAnswer(self, udpPort, 'UDP'));
  }
  if (flags['sctp-port'] !== undefined && flags['sctp-port'] !== '-1') {
    log('Started SCTP server');
    listeners.push(udpAnswer(self, portFlag(flags['sctp-port'], 8082), 'SCTP'));
  }
  const delay = Number(flags['delay-shutdown'] ?? 0) || 0;
  return async () => {
    state.isLeaving = true;
    if (delay > 0) log(`Sleeping ${delay} seconds before terminating...`);
    await clusterState.clock.sleep(delay * 1_000);
    self.exit(0);
  };
};
