import { isObject } from '../../../core/json.ts';
import type { KubernetesObject } from '../../cluster.ts';
import { readManifest } from './documents.ts';
import { containersOf, podSpecOf } from './node-image.ts';

/** Scheduled before its node is Ready: the kubelet starts it as soon as the pod network is there. */
const untilReady = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule' };

/**
 * kubeadm's CoreDNS with three changes. It does not wait for its node to be Ready. It is asked every second whether it is ready: by default every ten, which is
 * most of a boot. And there is one of it: two learn of a Service at different moments, and the answer to a query
 * would depend on which one got it.
 */
export const readCoreDnsManifest = (text: string): KubernetesObject[] =>
  readManifest(text, 'kubeadm init phase addon coredns').map((object) => {
    // kubeadm's Service carries a version that only its own client understands.
    if (object.kind === 'Service') {
      const { resourceVersion: _, ...metadata } = object.metadata;
      return { ...object, metadata: metadata as KubernetesObject['metadata'] };
    }
    if (object.kind !== 'Deployment' || !isObject(object['spec'])) return object;
    const copy: KubernetesObject = structuredClone(object);
    copy['spec'] = { ...(isObject(copy['spec']) ? copy['spec'] : {}), replicas: 1 };
    const pod = podSpecOf(copy);
    pod['tolerations'] = [...(Array.isArray(pod['tolerations']) ? pod['tolerations'] : []), untilReady];
    for (const container of containersOf(copy))
      container['readinessProbe'] = {
        ...(isObject(container['readinessProbe']) ? container['readinessProbe'] : {}),
        periodSeconds: 1,
      };
    return copy;
  });

/** The name that tells whether DNS works: it exists as soon as the API server does. */
export const knownName = 'kubernetes.default.svc.cluster.local';
