import { isObject } from '../../../../core/json.ts';
import type { KubernetesObject } from '../../../cluster.ts';
import { readManifest } from './documents.ts';
import { containersOf } from './node-image.ts';

/**
 * kubeadm's CoreDNS with two changes. The readiness probe runs every second: the default of ten seconds is most of a boot.
 * And there is one replica: two would see a Service at different moments, and the answer to a query would depend on the
 * replica that got it.
 */
export const readCoreDnsManifest = (text: string): KubernetesObject[] =>
  readManifest(text, 'kubeadm init phase addon coredns').map((object) => {
    // kubeadm's Service has a resourceVersion, with which a create would be refused.
    if (object.kind === 'Service') {
      const { resourceVersion: _, ...metadata } = object.metadata;
      return { ...object, metadata: metadata as KubernetesObject['metadata'] };
    }
    if (object.kind !== 'Deployment' || !isObject(object['spec'])) return object;
    const copy: KubernetesObject = structuredClone(object);
    copy['spec'] = { ...(isObject(copy['spec']) ? copy['spec'] : {}), replicas: 1 };
    for (const container of containersOf(copy))
      container['readinessProbe'] = {
        ...(isObject(container['readinessProbe']) ? container['readinessProbe'] : {}),
        periodSeconds: 1,
      };
    return copy;
  });

/** A name by which DNS is checked: it exists as soon as the API server does. */
export const knownName = 'kubernetes.default.svc.cluster.local';
