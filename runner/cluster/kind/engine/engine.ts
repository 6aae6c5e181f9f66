import type Dockerode from 'dockerode';
import type { ContainerRuntimeClient } from 'testcontainers';
import { DiagnosticError } from '../../../core/diagnostic.ts';
import { findRefusal } from './refusal.ts';

/** The container engine that testcontainers found, and what the API of the engine itself is needed for. */
export interface Engine {
  client: ContainerRuntimeClient;
  docker: Dockerode;
  /** Where published ports answer, as testcontainers resolved it: a name or an address. */
  host: string;
}

/** Rejects with DiagnosticError `docker-unavailable` that names each way it was tried. */
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

/** True when the engine's published ports are on this machine's loopback. */
export const isLocalhost = (host: string): boolean => host === 'localhost' || host === '127.0.0.1' || host === '::1';

/** The HTTP status of an error of the engine's API; undefined for other errors. */
export const statusOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).trim();
