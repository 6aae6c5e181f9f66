import { textAt, valueAt } from '../../core/json.ts';
import type { ProbeContext } from '../exec.ts';
import type { Backend } from './backends.ts';
import { podHostname } from './pod-hostname.ts';

export interface NamedPod {
  name: string;
  namespace: string | undefined;
  hostname: string;
}

/** The running pods of a namespace, or of all, that are not among the backends, so that their answers can be identified too. */
export const otherPods = async (
  { cluster: { api }, signal }: Pick<ProbeContext, 'cluster' | 'signal'>,
  namespace: string | undefined,
  backends: readonly Pick<Backend, 'address'>[],
): Promise<NamedPod[]> => {
  const { items } = await api.list(
    { apiVersion: 'v1', kind: 'Pod', ...(namespace !== undefined && { namespace }) },
    signal,
  );
  const behind = new Set(backends.map(({ address }) => address));
  return items
    .filter(
      (pod) => !behind.has(textAt(pod, 'status', 'podIP') ?? '') && valueAt(pod, ['spec', 'hostNetwork']) !== true,
    )
    .filter((pod) => textAt(pod, 'status', 'phase') === 'Running')
    .map((pod) => ({
      name: pod.metadata.name,
      namespace: pod.metadata.namespace,
      hostname: podHostname(pod.metadata.name, pod),
    }));
};
