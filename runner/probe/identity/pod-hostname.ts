import type { KubernetesObject } from '../../cluster/cluster.ts';
import { valueAt } from '../../core/json.ts';

const longestHostname = 63;

/**
 * The output of `hostname` inside a pod: the node's name on the host network, otherwise spec.hostname, otherwise the
 * pod's name, cut to 63 characters and without a dot or hyphen at its end (kubelet, truncatePodHostnameIfNeeded).
 */
export const podHostname = (name: string, pod: KubernetesObject | undefined): string => {
  const given = pod && valueAt(pod, ['spec', 'hostname']);
  const node = pod && valueAt(pod, ['spec', 'nodeName']);
  if (pod && valueAt(pod, ['spec', 'hostNetwork']) === true && typeof node === 'string') return node;
  if (typeof given === 'string' && given !== '') return given;
  return name.length <= longestHostname ? name : name.slice(0, longestHostname).replace(/[-.]+$/, '');
};
