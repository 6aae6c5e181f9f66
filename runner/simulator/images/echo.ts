import { headerCase } from '../shell/http-text.ts';
import { debianTools } from '../shell/toolsets.ts';
import { httpListener, plain, portFlag, readFlags } from './http.ts';
import { defineImage, type Program } from './image.ts';

const serveText: Program = ({ listeners, args, log, env, exit }) => {
  const { flags } = readFlags(args);
  const text = flags['text'] ?? env['ECHO_TEXT'];
  if (text === undefined) {
    log('Missing -text option!');
    return exit(127);
  }
  const port = portFlag(flags['listen'], 5678);
  log(`[INFO] server is listening on :${port}`);
  const own = { 'x-app-name': 'http-echo', 'x-app-version': '1.0.0' };
  listeners.push(
    httpListener(port, async ({ target }) =>
      target === '/health' ? plain('{"status":"ok"}', 200, own) : plain(`${text}\n`, 200, own),
    ),
  );
};

/** hashicorp/http-echo: answers everything with the text it was given. */
export const httpEcho = defineImage({
  names: ['hashicorp/http-echo', 'registry.k8s.io/e2e-test-images/http-echo'],
  summary: 'Answers -text=TEXT on -listen=:5678.',
  tools: [],
  libc: 'musl',
  entrypoint: ['/http-echo'],
  programs: { '/http-echo': serveText, 'http-echo': serveText },
});

const serveSelf: Program = ({ listeners, args, hostname, ip, env, log }) => {
  const { flags } = readFlags(args);
  const port = portFlag(flags['port'] ?? env['WHOAMI_PORT_NUMBER'], 80);
  const name = flags['name'] ?? env['WHOAMI_NAME'];
  log(`Starting up on port ${port}`);
  listeners.push(
    httpListener(port, async (request, peer) => {
      const { host = '', ...headers } = request.headers;
      if (request.target === '/health') return plain('');
      const lines = [
        ...(name === undefined ? [] : [`Name: ${name}`]),
        `Hostname: ${hostname}`,
        'IP: 127.0.0.1',
        `IP: ${ip}`,
        `RemoteAddr: ${peer.ip}:${peer.port}`,
        `${request.method} ${request.target} HTTP/1.1`,
        `Host: ${host}`,
        ...Object.entries(headers).map(([header, value]) => `${headerCase(header)}: ${value}`),
      ];
      return plain(`${lines.join('\n')}\n\n`);
    }),
  );
};

/** traefik/whoami: answers with its own name and addresses and with the request. */
export const whoami = defineImage({
  names: ['traefik/whoami', 'containous/whoami'],
  summary: 'Answers on 80 with host name, addresses and the request itself.',
  tools: [],
  libc: 'musl',
  entrypoint: ['/whoami'],
  programs: { '/whoami': serveSelf, whoami: serveSelf },
});

const serveHello: Program = ({ listeners, hostname, env, log }) => {
  const port = portFlag(env['PORT'], 8080);
  log(`Server listening on port ${port}`);
  listeners.push(
    httpListener(port, async ({ target }) => {
      log(`Serving request: ${target}`);
      return plain(`Hello, world!\nVersion: 1.0.0\nHostname: ${hostname}\n`);
    }),
  );
};

/** Google's sample application. */
export const helloApp = defineImage({
  names: ['gcr.io/google-samples/hello-app', 'us-docker.pkg.dev/google-samples/containers/gke/hello-app'],
  summary: 'Answers a greeting with its host name on 8080.',
  tools: [],
  libc: 'musl',
  entrypoint: ['./hello-app'],
  programs: { './hello-app': serveHello },
});

/** Answers lines as a Redis server does, as far as a test of a connection needs it. */
const serveRedis: Program = ({ listeners, log }) => {
  const values = new Map<string, string>();
  log('* Ready to accept connections tcp');
  const answer = (line: string): string => {
    const [command = '', key = '', ...rest] = line.trim().split(/\s+/);
    switch (command.toUpperCase()) {
      case 'PING':
        return key === '' ? '+PONG\r\n' : `$${key.length}\r\n${key}\r\n`;
      case 'ECHO':
        return `$${key.length}\r\n${key}\r\n`;
      case 'SET':
        values.set(key, rest.join(' '));
        return '+OK\r\n';
      case 'GET': {
        const value = values.get(key);
        return value === undefined ? '$-1\r\n' : `$${value.length}\r\n${value}\r\n`;
      }
      case 'QUIT':
        return '+OK\r\n';
      default:
        return `-ERR unknown command '${command}', with args beginning with: \r\n`;
    }
  };
  listeners.push({
    port: 6379,
    protocol: 'TCP',
    address: '0.0.0.0',
    text: async (input) =>
      input
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(answer)
        .join('') || undefined,
  });
};

export const redis = defineImage({
  names: ['redis'],
  summary: 'Answers PING, ECHO, SET and GET on 6379.',
  tools: debianTools,
  libc: 'glibc',
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['redis-server'],
  programs: { 'docker-entrypoint.sh': serveRedis, 'redis-server': serveRedis },
});

const echoBack: Program = ({ listeners, args, log }) => {
  const port = portFlag(args[0], 9000);
  const prefix = args[1] ?? 'hello';
  log(`listening on [::]:${port}, prefix: ${prefix}`);
  listeners.push({
    port,
    protocol: 'TCP',
    address: '0.0.0.0',
    text: async (input) =>
      input
        .split('\n')
        .filter(Boolean)
        .map((line) => `${prefix} ${line}\n`)
        .join('') || undefined,
  });
};

/** A TCP server that sends back each line. */
export const tcpEcho = defineImage({
  names: ['istio/tcp-echo-server', 'docker.io/istio/tcp-echo-server'],
  summary: 'Sends back each line with a prefix: args PORT PREFIX, by default 9000 hello.',
  tools: [],
  libc: 'musl',
  entrypoint: ['/bin/tcp-echo'],
  cmd: ['9000', 'hello'],
  programs: { '/bin/tcp-echo': echoBack },
});
