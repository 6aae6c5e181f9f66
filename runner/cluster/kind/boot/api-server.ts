import type { Clock } from '../../../core/clock.ts';
import type { Client } from '../../client.ts';
import { type Engine, isLocalhost } from '../engine/engine.ts';
import type { RunningNode } from './start-nodes.ts';

const hostInUrl = (host: string): string => {
  // localhost may resolve to ::1, where nothing listens.
  if (isLocalhost(host)) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};

/** The URL of the API server for this machine: the published port of the control plane. */
export const serverOf = ({ host }: Pick<Engine, 'host'>, { details }: RunningNode): string => {
  const port = details.NetworkSettings.Ports['6443/tcp']?.[0]?.HostPort;
  if (!port) throw new Error('The engine published no port for the API server.');
  return `https://${hostInUrl(host)}:${port}`;
};

/** Resolves when /livez of the API server answers 200. */
export const awaitApiServer = async (client: Pick<Client, 'raw'>, clock: Clock, signal: AbortSignal): Promise<void> => {
  for (;;) {
    const answer = await client.raw('/livez', signal).catch(() => undefined);
    signal.throwIfAborted();
    if (answer?.status === 200) return;
    await clock.sleep(30, signal);
  }
};
