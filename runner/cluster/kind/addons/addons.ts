import type { Clock } from '../../../core/clock.ts';
import type { KubernetesApi, KubernetesObject } from '../../cluster.ts';
import { coreDnsManifestPath, kubeProxyManifestPath } from '../boot/control-plane.ts';
import { createObjects } from '../boot/create-objects.ts';
import type { ImageContents } from '../images/image-contents.ts';
import { readContainerFile } from '../nodes/container-files.ts';
import type { KindNode } from '../nodes/node.ts';
import { readCoreDnsManifest } from './manifests/core-dns.ts';
import { readManifest } from './manifests/documents.ts';
import { readCniManifest, readStorageManifest } from './manifests/node-image.ts';

const nodesRead = { name: 'plumbline:nodes-read' };

/**
 * Lets kubelets read the ConfigMaps and Secrets that pods mount. The node authorizer allows that too, but only after it has
 * seen the pod: a kubelet that sees the pod first is refused, and tries again one or two seconds later.
 * https://kubernetes.io/docs/reference/access-authn-authz/node/
 */
const nodesReadObjects: KubernetesObject[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: nodesRead,
    rules: [{ apiGroups: [''], resources: ['configmaps', 'secrets', 'pods'], verbs: ['get', 'list', 'watch'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: nodesRead,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', ...nodesRead },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:nodes' }],
  },
];

export interface AddonOptions {
  controlPlane: KindNode;
  image: ImageContents;
  clock: Clock;
  signal: AbortSignal;
}

/** Creates the pod network, kube-proxy and the storage class, all at once, as soon as the API server answers. */
export const createAddons = async (
  api: Pick<KubernetesApi, 'create'>,
  { controlPlane, image, clock, signal }: AddonOptions,
): Promise<void> => {
  const proxy = await readContainerFile(controlPlane.container, kubeProxyManifestPath);
  const groups: KubernetesObject[][] = [
    nodesReadObjects,
    readCniManifest(image.cni, controlPlane.name),
    proxy === undefined ? [] : readManifest(proxy, 'kubeadm init phase addon kube-proxy'),
    image.storage === undefined ? [] : readStorageManifest(image.storage),
  ];
  await Promise.all(groups.map((objects) => createObjects(api, objects, clock, signal)));
};

/** Creates CoreDNS, unless kubeadm could not print its manifest: then kubeadm itself creates it. */
export const createCoreDns = async (
  api: Pick<KubernetesApi, 'create'>,
  { controlPlane, clock, signal }: Omit<AddonOptions, 'image'>,
): Promise<void> => {
  const manifest = await readContainerFile(controlPlane.container, coreDnsManifestPath);
  if (manifest !== undefined) await createObjects(api, readCoreDnsManifest(manifest), clock, signal);
};
