import { isObject, type JsonObject } from '../../../../core/json.ts';
import type { KubernetesObject } from '../../../cluster.ts';
import { podSubnet } from '../../boot/kubeadm-config.ts';
import { readManifest } from './documents.ts';

/** Manifests in every kindest/node image. */
export const cniManifestPath = '/kind/manifests/default-cni.yaml';
export const storageManifestPath = '/kind/manifests/default-storage.yaml';

const withControlPlaneEndpoint = (object: KubernetesObject, endpoint: string): KubernetesObject => {
  if (object.kind !== 'DaemonSet') return object;
  const copy: KubernetesObject = structuredClone(object);
  const container = containersOf(copy)[0];
  if (container)
    container['env'] = [
      ...(Array.isArray(container['env']) ? container['env'] : []),
      { name: 'CONTROL_PLANE_ENDPOINT', value: endpoint },
    ];
  return copy;
};

/** The spec of a workload's pods; an empty object if there is none. */
export const podSpecOf = (object: KubernetesObject): JsonObject => {
  const spec = isObject(object['spec']) ? object['spec'] : {};
  const template = isObject(spec['template']) ? spec['template'] : {};
  return isObject(template['spec']) ? template['spec'] : {};
};

/** The containers of a workload's pods. */
export const containersOf = (object: KubernetesObject): JsonObject[] => {
  const { containers } = podSpecOf(object);
  return Array.isArray(containers) ? containers.filter(isObject) : [];
};

/**
 * The image's pod network. kind fills in its template, and patches it, if a comment of the manifest asks for that.
 * https://github.com/kubernetes-sigs/kind/blob/main/pkg/cluster/internal/create/actions/installcni/cni.go
 */
export const readCniManifest = (text: string, controlPlane: string): KubernetesObject[] => {
  const filled = text.includes('would you kindly template this file')
    ? text.replaceAll(/\{\{-?\s*\.PodSubnet\s*-?\}\}/g, podSubnet)
    : text;
  const objects = readManifest(filled, cniManifestPath);
  return text.includes('would you kindly patch this file')
    ? objects.map((each) => withControlPlaneEndpoint(each, `${controlPlane}:6443`))
    : objects;
};

export const readStorageManifest = (text: string): KubernetesObject[] => readManifest(text, storageManifestPath);
