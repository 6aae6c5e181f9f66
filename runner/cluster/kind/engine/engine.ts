import type Dockerode from 'dockerode';
import type { ContainerRuntimeClient } from 'testcontainers';
import { DiagnosticError } from '../../../core/diagnostic.ts';
import { findRefusal } from './refusal.ts';

/** The container engine that testcontainers found, with a client of the engine's own API. */
export interface Engine {
  client: ContainerRuntimeClient;
  docker: Dockerode;
  /** The host on which published ports answer, a name or an address, as testcontainers resolved it. */
  host: string;
}

/** Rejects with DiagnosticError `docker-unavailable`, which names each way that was tried. */
export const connectEngine = async (): Promise<Engine> => {
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    const client = await getContainerRuntimeClient();
    return { client, docker: client.container.dockerode, host: client.info.containerRuntime.host };
  } catch (error) {
    const refusal = await findRefusal();
    throw new DiagnosticError({
      code: refusal?.code ?? 'docker-unavailable',
      message: refusal?.reason ?? `No container engine works: ${error instanceof Error ? error.message : error}.`,
      ...(refusal && { hint: refusal.hint }),
    });
  }
};

/** True if the engine publishes ports on this machine's loopback. */
export const isLocalhost = (host: string): boolean => host === 'localhost' || host === '127.0.0.1' || host === '::1';

/** The HTTP status of an error from the engine's API; undefined for other errors. */
export const statusOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).trim();
