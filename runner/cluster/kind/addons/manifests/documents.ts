import { isObject } from '../../../../core/json.ts';
import { parseSource } from '../../../../core/source.ts';
import type { KubernetesObject } from '../../../cluster.ts';

/** The order of creation: kinds that others need come first, kinds that are not listed come last. */
const order = [
  'Namespace',
  'ServiceAccount',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'ConfigMap',
  'Secret',
  'StorageClass',
  'IngressClass',
  'Service',
];

const rankOf = ({ kind }: KubernetesObject): number => {
  const rank = order.indexOf(kind);
  return rank < 0 ? order.length : rank;
};

const isKubernetesObject = (value: unknown): value is KubernetesObject =>
  isObject(value) && typeof value['kind'] === 'string' && isObject(value['metadata']);

/** The objects of a manifest from a node image or kubeadm, in the order of creation. */
export const readManifest = (text: string, file: string): KubernetesObject[] => {
  const { documents, diagnostics } = parseSource(text, file);
  const fault = diagnostics[0];
  if (fault) throw new Error(`${file} cannot be read: ${fault.message}`);
  return documents
    .map(({ value }) => value)
    .filter(isKubernetesObject)
    .sort((a, b) => rankOf(a) - rankOf(b));
};
