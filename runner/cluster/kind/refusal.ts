import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, platform, userInfo } from 'node:os';
import { join } from 'node:path';
import { deadlineSignal } from '../../core/clock.ts';

/** A way to reach an engine, in the words of the person who set it up. */
interface Candidate {
  name: string;
  /** Undefined: what the environment says (DOCKER_HOST), which the engine's client reads itself. */
  options?: { socketPath: string } | { host: string; port: number };
}

const pingMs = 800;

/** `tc.host` and `docker.host` of testcontainers' own file. https://node.testcontainers.org/configuration/ */
const readProperties = async (): Promise<string[]> => {
  const text = await readFile(join(homedir(), '.testcontainers.properties'), 'utf8').catch(() => '');
  return [...text.matchAll(/^\s*(?:tc|docker)\.host\s*[=:]\s*(\S+)\s*$/gm)].map((match) => match[1] ?? '');
};

const candidateOf = (uri: string): Candidate[] => {
  if (!URL.canParse(uri)) return [];
  const { hostname, port, pathname } = new URL(uri);
  return [{ name: uri, options: hostname ? { host: hostname, port: Number(port || 2375) } : { socketPath: pathname } }];
};

/** The places that testcontainers looks at, in its order. */
const listCandidates = async (): Promise<Candidate[]> => {
  const sockets =
    platform() === 'win32'
      ? ['//./pipe/docker_engine']
      : [
          '/var/run/docker.sock',
          ...[
            join(homedir(), '.docker', 'run', 'docker.sock'),
            join(homedir(), '.docker', 'desktop', 'docker.sock'),
            join('/run', 'user', String(userInfo().uid), 'docker.sock'),
          ].filter((path) => existsSync(path)),
        ];
  return [
    ...(await readProperties()).flatMap(candidateOf),
    { name: 'DOCKER_HOST' },
    ...sockets.map((socketPath) => ({ name: socketPath, options: { socketPath } })),
  ];
};

const sentences: Record<string, string> = {
  ENOENT: 'there is no such socket',
  ECONNREFUSED: 'nothing listens there',
  EACCES: 'this user may not use the socket',
  EPERM: 'this user may not use the socket',
  ENOTFOUND: 'the host name does not resolve',
  ETIMEDOUT: 'no answer',
  ABORT_ERR: `no answer within ${pingMs} ms`,
};

const explain = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return sentences[code] ?? (error instanceof Error ? error.message.trim() : String(error));
};

/** The engine's client has no way to give up. */
const withDeadline = async (ping: Promise<unknown>): Promise<unknown> => {
  const late = Promise.withResolvers<never>();
  const signal = deadlineSignal(pingMs);
  const onAbort = (): void => late.reject(Object.assign(new Error('late'), { code: 'ABORT_ERR' }));
  signal.addEventListener('abort', onAbort);
  return Promise.race([ping, late.promise]).finally(() => signal.removeEventListener('abort', onAbort));
};

/** Why each way failed, in order; undefined as soon as one engine answers. */
const tryAll = async (candidates: readonly Candidate[]): Promise<{ name: string; why: string }[] | undefined> => {
  const { default: Docker } = await import('dockerode');
  const attempts = candidates.map(async ({ name, options }) => {
    const docker = new Docker(options);
    const { host, port, socketPath } = docker.modem as { host?: string; port?: string | number; socketPath?: unknown };
    const place = host ? `${host}:${port}` : typeof socketPath === 'string' ? socketPath : '';
    // Without DOCKER_HOST the client falls back to the sockets that are listed anyway.
    if (!options && !place) return undefined;
    const title = options ? name : `${name} (${place})`;
    try {
      await withDeadline(docker.ping());
      return { name: title, why: '' };
    } catch (error) {
      return { name: title, why: explain(error) };
    }
  });
  const results = (await Promise.all(attempts)).filter((each) => each !== undefined);
  return results.some(({ why }) => why === '') ? undefined : results;
};

/** Why no container engine can be used here; undefined when one answers. Takes less than a second. */
export const findRefusal = async (): Promise<{ reason: string; hint: string } | undefined> => {
  const failures = await tryAll(await listCandidates());
  if (!failures) return undefined;
  return {
    reason: `No container engine answers: ${failures.map(({ name, why }) => `${name}: ${why}`).join('; ')}.`,
    hint: failures.some(({ why }) => why === sentences['EACCES'])
      ? 'Add yourself to the group docker (and log in again), or set DOCKER_HOST to an engine that you may use.'
      : 'Start Docker, or set DOCKER_HOST to the engine (docker context inspect shows its address). --cluster embedded needs none.',
  };
};
