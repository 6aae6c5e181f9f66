import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, platform, userInfo } from 'node:os';
import { join } from 'node:path';

/** A way to reach a container engine, named as in the configuration. */
export interface EngineCandidate {
  name: string;
  /** Undefined: the variables DOCKER_HOST …, which the engine's client reads itself. */
  options?: { socketPath: string } | { host: string; port: number };
}

/** `tc.host` and `docker.host` in testcontainers' own file. https://node.testcontainers.org/configuration/ */
export const readHosts = (properties: string): EngineCandidate[] =>
  [...properties.matchAll(/^[ \t]*(?:tc|docker)\.host[ \t]*[=:][ \t]*(\S+)[ \t]*$/gm)]
    .map((match) => match[1] ?? '')
    .filter((uri) => URL.canParse(uri))
    .map((uri) => {
      const { hostname: host, port, pathname: socketPath } = new URL(uri);
      return { name: uri, options: host ? { host, port: Number(port || 2375) } : { socketPath } };
    });

const listSockets = (): string[] => {
  if (platform() === 'win32') return ['//./pipe/docker_engine'];
  const own = [
    join(homedir(), '.docker', 'run', 'docker.sock'),
    join(homedir(), '.docker', 'desktop', 'docker.sock'),
    join('/run', 'user', String(userInfo().uid), 'docker.sock'),
  ];
  return ['/var/run/docker.sock', ...own.filter((path) => existsSync(path))];
};

/** The places where testcontainers looks for an engine, in its order. */
export const listEngineCandidates = async (): Promise<EngineCandidate[]> => {
  const { default: Docker } = await import('dockerode');
  const { host, port, socketPath } = new Docker().modem as { host?: string; port?: string; socketPath?: unknown };
  const hosts = readHosts(await readFile(join(homedir(), '.testcontainers.properties'), 'utf8').catch(() => ''));
  // The client sends everything to the host of DOCKER_HOST when there is one, sockets included.
  if (host) return [...hosts, { name: `DOCKER_HOST (${host}:${port})` }];
  const named = typeof socketPath === 'string' ? [{ name: `DOCKER_HOST (${socketPath})` }] : [];
  const others = listSockets().filter((path) => path !== socketPath);
  return [...hosts, ...named, ...others.map((path) => ({ name: path, options: { socketPath: path } }))];
};
