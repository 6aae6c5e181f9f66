import type { Clock } from '../../core/clock.ts';
import type { KubernetesApi, KubernetesObject } from '../cluster.ts';
import { readContainerFile } from './container-files.ts';
import { coreDnsManifestPath, kubeProxyManifestPath } from './control-plane.ts';
import { createObjects } from './create-objects.ts';
import type { ImageContents } from './image-contents.ts';
import { readCoreDnsManifest } from './manifests/core-dns.ts';
import { readManifest } from './manifests/documents.ts';
import { readCniManifest, readStorageManifest } from './manifests/node-image.ts';
import type { KindNode } from './node.ts';

/** Creates pod network, kube-proxy, CoreDNS and storage class: as soon as the API server answers, all at once. */
export const createAddons = async (
  api: Pick<KubernetesApi, 'create'>,
  controlPlane: KindNode,
  image: ImageContents,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> => {
  const [proxy, dns] = await Promise.all(
    [kubeProxyManifestPath, coreDnsManifestPath].map((path) => readContainerFile(controlPlane.container, path)),
  );
  const groups: KubernetesObject[][] = [
    readCniManifest(image.cni, controlPlane.name),
    proxy === undefined ? [] : readManifest(proxy, 'kubeadm init phase addon kube-proxy'),
    dns === undefined ? [] : readCoreDnsManifest(dns),
    image.storage === undefined ? [] : readStorageManifest(image.storage),
  ];
  await Promise.all(groups.map((objects) => createObjects(api, objects, clock, signal)));
};
