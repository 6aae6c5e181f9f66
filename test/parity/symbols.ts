import type { Cluster, KubernetesObject } from '../../runner/cluster/cluster.ts';
import { isObject, type JsonValue, valueAt } from '../../runner/core/json.ts';

/** Symbols for values that differ between two clusters, such as `<clusterIP:kubia>`, in both directions. */
export interface Symbols {
  /** Replaces values by symbols. A number with a symbol becomes a text. */
  hide(value: JsonValue): JsonValue;
  /** Replaces symbols by values. */
  fill(text: string): string;
}

const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const textAt = (object: KubernetesObject, ...path: (string | number)[]): string | undefined => {
  const value = valueAt(object, path);
  return typeof value === 'string' && value !== '' && value !== 'None' ? value : undefined;
};

const addressNames = (name: string, what: string, ip: string): [string, string][] => [
  [ip, `<${what}:${name}>`],
  [ip.replaceAll('.', '-'), `<${what}-dashed:${name}>`],
  [ip.split('.').reverse().join('.'), `<${what}-reversed:${name}>`],
];

export const createSymbols = (pairs: readonly (readonly [string, string])[]): Symbols => {
  const names = new Map(pairs);
  const values = new Map(pairs.map(([value, name]) => [name, value]));
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length).map(escapeRegExp);
  // A value inside a longer number, address or name is a different value.
  const pattern = new RegExp(`(?<![\\w.-])(?:${longestFirst.join('|') || '(?!)'})(?![\\w-]|\\.\\d)`, 'g');
  const hide = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return value.replaceAll(pattern, (found) => names.get(found) ?? found);
    if (typeof value === 'number') return names.get(String(value)) ?? value;
    if (Array.isArray(value)) return value.map(hide);
    if (isObject(value))
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [hide(key), hide(each ?? null)]));
    return value;
  };
  return {
    hide,
    fill: (text) =>
      text.replaceAll(/<[\w-]+:[^<>\s]+>/g, (name) => {
        const value = values.get(name);
        if (value === undefined) throw new Error(`${name} names nothing. There is ${[...values.keys()].join(' ')}`);
        return value;
      }),
  };
};

/** The symbols for the values of a topic's namespace, of the nodes and of the external hosts. */
export const collectSymbols = async (cluster: Cluster, namespaces: readonly string[]): Promise<Symbols> => {
  const pairs: [string, string][] = [];
  const [own] = namespaces;
  const nodes = await cluster.nodes();
  for (const [index, node] of nodes.entries())
    pairs.push([node.name, `<node:${index}>`], ...addressNames(`${index}`, 'nodeIP', node.internalIP));
  for (const node of (await cluster.api.list({ apiVersion: 'v1', kind: 'Node' })).items) {
    const gateway = textAt(node, 'spec', 'podCIDR')?.replace(/0\/\d+$/, '1');
    const index = nodes.findIndex(({ name }) => name === node.metadata.name);
    if (gateway !== undefined) pairs.push([gateway, `<gateway:${index}>`]);
  }
  const { stdout } = await cluster.exec({ place: 'outside' }, { command: ['hostname', '-i'] });
  pairs.push([stdout.trim(), '<outside:address>']);
  for (const [index, host] of cluster.externalHosts.entries())
    pairs.push([host.name, `<host:${index}>`], ...addressNames(`${index}`, 'hostIP', host.ip));
  if (cluster.ingress) pairs.push([cluster.ingress.address, '<ingress:address>']);
  for (const namespace of namespaces) {
    const named = (object: KubernetesObject): string =>
      namespace === own ? object.metadata.name : `${object.metadata.name}.${namespace}`;
    for (const pod of (await cluster.api.list({ apiVersion: 'v1', kind: 'Pod', namespace })).items) {
      const ip = textAt(pod, 'status', 'podIP');
      if (ip && valueAt(pod, ['spec', 'hostNetwork']) !== true) pairs.push(...addressNames(named(pod), 'podIP', ip));
    }
    for (const service of (await cluster.api.list({ apiVersion: 'v1', kind: 'Service', namespace })).items) {
      const ip = textAt(service, 'spec', 'clusterIP');
      if (ip) pairs.push(...addressNames(named(service), 'clusterIP', ip));
      const ports = valueAt(service, ['spec', 'ports']);
      for (const [index, port] of (Array.isArray(ports) ? ports : []).entries()) {
        const nodePort = isObject(port) ? port['nodePort'] : undefined;
        if (typeof nodePort !== 'number') continue;
        pairs.push([String(nodePort), `<nodePort${index === 0 ? '' : index}:${named(service)}>`]);
      }
      const health = valueAt(service, ['spec', 'healthCheckNodePort']);
      if (typeof health === 'number') pairs.push([String(health), `<healthCheckNodePort:${named(service)}>`]);
      const given = valueAt(service, ['status', 'loadBalancer', 'ingress', 0, 'ip']);
      if (typeof given === 'string') pairs.push([given, `<loadBalancerIP:${named(service)}>`]);
    }
  }
  return createSymbols(pairs);
};
