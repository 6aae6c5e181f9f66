import { isObject, type JsonObject, valueAt } from '../../../core/json.ts';
import type { Store } from '../../api/store.ts';
import type { Container, Pod } from '../../objects/pods.ts';
import { servicesFor, serviceVariables } from './service-env.ts';

/** A container cannot be made: the reason CreateContainerConfigError carries. */
export class ConfigFault extends Error {}

const decode = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

const dataOf = (
  store: Store,
  kind: 'ConfigMap' | 'Secret',
  namespace: string,
  name: string,
): Record<string, string> | undefined => {
  const found = store.get(kind, namespace, name);
  if (!found) return undefined;
  const data = found.data ?? {};
  if (kind === 'ConfigMap') return data;
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, decode(text)]));
};

/** The data of a ConfigMap or Secret, or a fault unless it is optional. */
export const readSource = (
  store: Store,
  kind: 'ConfigMap' | 'Secret',
  namespace: string,
  reference: JsonObject,
): Record<string, string> => {
  const name = String(reference['name'] ?? reference['secretName'] ?? '');
  const data = dataOf(store, kind, namespace, name);
  if (!data && reference['optional'] !== true) throw new ConfigFault(`${kind.toLowerCase()} "${name}" not found`);
  return data ?? {};
};

/** A downward API field: metadata.name, status.podIP, metadata.labels['app'] … */
export const podField = (pod: Pod, path: string): string => {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed) return pod.metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2] ?? ''] ?? '';
  if (path === 'metadata.labels' || path === 'metadata.annotations') {
    const pairs = pod.metadata[path.slice('metadata.'.length) as 'labels' | 'annotations'] ?? {};
    return Object.entries(pairs)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join('\n');
  }
  if (path === 'status.podIPs') return (pod.status.podIPs ?? []).map(({ ip }) => ip).join(',');
  const value = valueAt(pod, path.split('.'));
  return value === undefined ? '' : String(value);
};

const fromSource = (store: Store, pod: Pod, container: Container, source: JsonObject): string | undefined => {
  const namespace = pod.metadata.namespace ?? '';
  const { fieldRef, configMapKeyRef, secretKeyRef, resourceFieldRef } = source;
  if (isObject(fieldRef)) return podField(pod, String(fieldRef['fieldPath']));
  if (isObject(resourceFieldRef)) {
    const [list = '', name = ''] = String(resourceFieldRef['resource']).split('.');
    const values = container.resources?.[list as 'limits' | 'requests'];
    return String(values?.[name] ?? '0');
  }
  const [kind, reference] = isObject(configMapKeyRef)
    ? (['ConfigMap', configMapKeyRef] as const)
    : (['Secret', secretKeyRef] as const);
  if (!isObject(reference)) return undefined;
  const value = readSource(store, kind, namespace, reference)[String(reference['key'])];
  if (value === undefined && reference['optional'] !== true)
    throw new ConfigFault(
      `couldn't find key ${String(reference['key'])} in ${kind} ${namespace}/${String(reference['name'])}`,
    );
  return value;
};

/** The variables of a container, put together anew each time. */
export type Environment = () => Record<string, string>;

const expansionOf = (
  variables: Readonly<Record<string, string>>,
  { all, escaped, name }: { all: string; escaped: string | undefined; name: string },
): string => {
  if (escaped) return `$(${name})`;
  return Object.hasOwn(variables, name) ? (variables[name] ?? '') : all;
};

/** `$(NAME)` becomes the value of a variable that is known; `$$(NAME)` stays as text. */
export const expand = (text: string, environment: Environment): string => {
  if (!text.includes('$')) return text;
  const variables = environment();
  return text.replaceAll(/\$(\$)?\(([^()$]+)\)/g, (all, escaped, name) =>
    expansionOf(variables, { all, escaped, name }),
  );
};

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The whole environment of a container at its start: S21 to S23 of the oracle; its own `env` wins. The list of its Services is
 * kept as it was then; their variables, which may be thousands, are made when somebody asks.
 */
export const environmentOf = (store: Store, pod: Pod, container: Container, hostname: string): Environment => {
  const namespace = pod.metadata.namespace ?? '';
  const services = servicesFor(store, namespace, pod.spec.enableServiceLinks !== false);
  const own: Record<string, string> = {};
  const environment = (): Record<string, string> =>
    Object.assign({}, ...services().map(serviceVariables), { PATH: path, HOSTNAME: hostname }, own);
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const [kind, reference] = isObject(configMapRef)
      ? (['ConfigMap', configMapRef] as const)
      : (['Secret', secretRef] as const);
    if (!isObject(reference)) continue;
    for (const [key, value] of Object.entries(readSource(store, kind, namespace, reference)))
      own[`${prefix}${key}`] = value;
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const found = valueFrom ? fromSource(store, pod, container, valueFrom) : (value ?? '');
    if (found !== undefined) own[name] = valueFrom ? found : expand(found, environment);
  }
  return environment;
};
