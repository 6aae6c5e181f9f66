import type { Protocol } from '../../objects/sockets.ts';
import { httpListener, plain, portFlag, readFlags } from '../http.ts';
import type { Program } from '../image.ts';

const lingering = 60_000;

/** `agnhost serve-hostname`: the host name by HTTP, TCP or UDP on 9376. After SIGTERM it goes on for a minute. */
export const serveHostname: Program = ({ args, hostname, listeners, log, clusterState, exit }) => {
  const { flags } = readFlags(args);
  const port = portFlag(flags['port'], 9376);
  const isOn = (name: string, fallback: boolean): boolean =>
    flags[name] === undefined ? fallback : flags[name] !== 'false';
  if (isOn('http', true))
    listeners.push(
      httpListener(port, async (_request, peer) => {
        log(`HTTP request from ${peer.ip}:${peer.port}`);
        return plain(hostname, 200, isOn('close', false) ? { connection: 'close' } : {});
      }),
    );
  const raw = (protocol: Protocol): void =>
    void listeners.push({
      port,
      protocol,
      address: '0.0.0.0',
      text: async (_input, peer) => {
        log(`${protocol} request from ${peer.ip}:${peer.port}`);
        return hostname;
      },
    });
  if (isOn('tcp', false)) raw('TCP');
  if (isOn('udp', false)) raw('UDP');
  log(`Serving on port ${port}.`);
  return async () => {
    log('Shutting down after receiving signal: terminated.');
    log('Awaiting pod deletion.');
    await clusterState.clock.sleep(lingering);
    exit(0);
  };
};

/** `agnhost porter`: on each port named by SERVE_PORT_n the text of that variable, with TLS for SERVE_TLS_PORT_n. */
export const porter: Program = ({ env, listeners }) => {
  for (const [name, text] of Object.entries(env)) {
    const [, tls, port] = /^SERVE_(TLS_)?PORT_(\d+)$/.exec(name) ?? [];
    if (port !== undefined)
      listeners.push(httpListener(Number(port), async () => plain(text), tls ? { tls: true } : {}));
  }
};

/** `agnhost test-webserver`: the file system on 80. */
export const testWebserver: Program = ({ args, listeners, shell }) => {
  const port = portFlag(readFlags(args).flags['port'], 80);
  listeners.push(
    httpListener(port, async ({ target }) => {
      const body = await shell.machine.files.read(target.split('?')[0] ?? '/');
      return body === undefined ? plain('404 page not found\n', 404) : plain(body);
    }),
  );
};

const healthyFor = 10_000;

/** `agnhost liveness`: /healthz on 8080 fails after ten seconds. */
export const liveness: Program = ({ listeners, clusterState }) => {
  const started = clusterState.clock.now();
  listeners.push(
    httpListener(8080, async ({ target }) => {
      const elapsed = clusterState.clock.now() - started;
      if (!target.startsWith('/healthz')) return plain('404 page not found\n', 404);
      return elapsed > healthyFor ? plain(`error: ${(elapsed / 1_000).toFixed(6)}`, 500) : plain('ok');
    }),
  );
};

/** `agnhost pause`: waits for its end. */
export const pauseProgram: Program = ({ log, exit }) => {
  log('Paused');
  return () => exit(0);
};
