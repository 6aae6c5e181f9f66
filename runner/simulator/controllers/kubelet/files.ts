import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Store } from '../../api/store.ts';
import type { Container, Pod } from '../../objects/pods.ts';
import { podField, readSource } from './environment.ts';

/** A relative path that stays inside its volume. */
const isInside = (path: string): boolean => !path.startsWith('/') && !path.split('/').includes('..');

const selectItems = (data: Readonly<Record<string, string>>, items: unknown): Record<string, string> => {
  if (!Array.isArray(items)) return { ...data };
  return Object.fromEntries(
    items.filter(isObject).flatMap((item): [string, string][] => {
      const text = data[String(item['key'])];
      const path = String(item['path'] ?? '');
      return text === undefined || !isInside(path) ? [] : [[path, text]];
    }),
  );
};

const downward = (pod: Pod, items: unknown): Record<string, string> =>
  Object.fromEntries(
    (Array.isArray(items) ? items : []).filter(isObject).flatMap((item): [string, string][] => {
      const field = item['fieldRef'];
      const path = String(item['path'] ?? '');
      return isObject(field) && isInside(path) ? [[path, podField(pod, String(field['fieldPath']))]] : [];
    }),
  );

const contentOf = (store: Store, pod: Pod, volume: JsonObject): Record<string, string> => {
  const namespace = pod.metadata.namespace ?? '';
  const { configMap, secret, downwardAPI, projected, serviceAccountToken } = volume;
  if (isObject(configMap)) return selectItems(readSource(store, 'ConfigMap', namespace, configMap), configMap['items']);
  if (isObject(secret)) return selectItems(readSource(store, 'Secret', namespace, secret), secret['items']);
  if (isObject(downwardAPI)) return downward(pod, downwardAPI['items']);
  if (isObject(serviceAccountToken))
    return { [String(serviceAccountToken['path'] ?? 'token')]: `simulated-token-of-${pod.spec.serviceAccountName}` };
  if (!isObject(projected) || !Array.isArray(projected['sources'])) return {};
  return Object.assign(
    {},
    ...projected['sources'].filter(isObject).map((each) => contentOf(store, pod, each)),
  ) as Record<string, string>;
};

/** /etc/hosts as the kubelet writes it. */
export const hostsFile = (pod: Pod, hostname: string, domain: string): string => {
  const { subdomain, hostAliases = [] } = pod.spec;
  const full = subdomain ? `${hostname}.${subdomain}.${pod.metadata.namespace}.svc.${domain}\t${hostname}` : hostname;
  return [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    `${pod.status.podIP}\t${full}`,
    ...(hostAliases.length > 0 ? ['', '# Entries added by HostAliases.'] : []),
    ...hostAliases.map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}`),
    '',
  ].join('\n');
};

/** Paths of mounted files, which are the same in most containers. */
const paths = new Map<string, string>();
const maxPaths = 1_000;

const shared = (path: string): string => {
  const known = paths.get(path) ?? path;
  if (paths.size >= maxPaths) paths.clear();
  paths.set(known, known);
  return known;
};

/** Path → text of what a container finds mounted. Refuses with ConfigFault when a source is missing. */
export const filesOf = (store: Store, pod: Pod, container: Container): Record<string, string> => {
  const files: Record<string, string> = {};
  for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find((each) => each.name === name);
    if (!volume) continue;
    const base = mountPath.replace(/\/$/, '');
    for (const [path, text] of Object.entries(contentOf(store, pod, volume))) {
      if (!subPath) files[shared(`${base}/${path}`)] = text;
      else if (path === subPath) files[base] = text;
    }
  }
  return files;
};
