import type { KubernetesObject } from '../../cluster/cluster.ts';
import { valueAt } from '../../core/json.ts';

const longestHostname = 63;

/**
 * What `hostname` prints inside a pod: the node's name on the host network, else spec.hostname, else the pod's name,
 * cut to 63 characters without a dot or hyphen at the end (kubelet, truncatePodHostnameIfNeeded).
 */
export const podHostname = (name: string, pod: KubernetesObject | undefined): string => {
  const given = pod && valueAt(pod, ['spec', 'hostname']);
  const node = pod && valueAt(pod, ['spec', 'nodeName']);
  if (pod && valueAt(pod, ['spec', 'hostNetwork']) === true && typeof node === 'string') return node;
  if (typeof given === 'string' && given !== '') return given;
  return name.length <= longestHostname ? name : name.slice(0, longestHostname).replace(/[-.]+$/, '');
};
