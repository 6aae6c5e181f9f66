import type { Clock } from '../../../core/clock.ts';
import { ApiError, UnreachableError } from '../../api-error.ts';
import type { KubernetesApi, KubernetesObject } from '../../cluster.ts';

/**
 * Faults that pass by themselves while a control plane starts: kube-system, a ServiceAccount or a role does not exist yet,
 * or the server is starting or busy.
 */
const mayPass = (error: unknown): boolean =>
  error instanceof UnreachableError || (error instanceof ApiError && [403, 404, 429, 500, 503].includes(error.status));

/** Creates one object; an existing one is left unchanged. Tries again if a starting control plane refuses the request. */
export const createObject = async (
  api: Pick<KubernetesApi, 'create'>,
  object: KubernetesObject,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> => {
  for (;;) {
    try {
      await api.create(object, { signal });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ApiError && error.status === 409) return;
      if (!mayPass(error)) throw error;
      await clock.sleep(40, signal);
    }
  }
};

/** Creates objects one after another. */
export const createObjects = async (
  api: Pick<KubernetesApi, 'create'>,
  objects: readonly KubernetesObject[],
  clock: Clock,
  signal: AbortSignal,
): Promise<void> => {
  for (const object of objects) await createObject(api, object, clock, signal);
};
