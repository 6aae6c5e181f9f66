import type { Cluster, KubernetesObject } from '../cluster/cluster.ts';
import type { JsonValue } from '../core/json.ts';
import { isObject, valueAt } from '../core/json.ts';
import { listWords, suggest } from '../core/nearest.ts';
import type { Reference } from '../scenario/expression.ts';
import { type Lookup, pathOf } from '../scenario/variables.ts';
import { Unmet, Unobservable } from '../steps/finding.ts';
import { readJsonPath } from '../steps/kubernetes/json-path.ts';

export interface ValueSources {
  cluster: Cluster;
  /** The scenario's own namespace. */
  namespace: string;
  /** The scenario's other namespaces: alias → name. */
  namespaces: Readonly<Record<string, string>>;
  vars: Readonly<Record<string, JsonValue>>;
  /** Grows while the scenario runs. */
  captures: Readonly<Record<string, JsonValue>>;
}

type Of<Root extends Reference['root']> = Extract<Reference, { root: Root }>;

/**
 * Resolves `${…}` expressions, reading the cluster anew each time. If an object of the scenario lacks the value, the objects
 * under test are at fault (`Unmet`); if Plumbline or the cluster lacks it, they are not (`Unobservable`, reference-unresolved).
 */
export const createValues = (sources: ValueSources): Lookup => {
  const { cluster, namespace } = sources;
  return async (reference) => {
    switch (reference.root) {
      case 'name':
        return named(reference, sources);
      case 'matrix':
        return named({ root: 'name', name: reference.name, path: [] }, sources);
      case 'namespace':
        return reference.alias === undefined ? namespace : alias(reference.alias, sources.namespaces);
      case 'service':
        return serviceField(await service(reference.name, sources), reference);
      case 'pod':
        return podField(await pod(reference.of, sources), reference.field);
      case 'node':
        return node(reference, cluster);
      case 'external':
        return external(reference, cluster);
      case 'ingress':
        return ingress(reference, cluster);
      case 'object':
        return objectField(reference, sources);
    }
  };
};

const unresolved = (message: string, hint?: string): Unobservable =>
  new Unobservable('reference-unresolved', message, hint);

const named = ({ name, path }: Of<'name'>, { vars, captures }: ValueSources): JsonValue => {
  const known = { ...vars, ...captures };
  if (!Object.hasOwn(known, name))
    throw unresolved(`\${${name}} has no value.`, suggest(name, Object.keys(known), 'There are'));
  const value = valueAt(known[name], pathOf(path));
  if (value === undefined) throw unresolved(`\${${name}} has no value at ${path.join('.')}.`);
  return value;
};

const alias = (name: string, namespaces: Readonly<Record<string, string>>): string => {
  const value = Object.hasOwn(namespaces, name) ? namespaces[name] : undefined;
  if (value !== undefined) return value;
  throw unresolved(`The scenario has no namespace ${name}.`, suggest(name, Object.keys(namespaces), 'There are'));
};

const namesOf = async ({ cluster, namespace }: ValueSources, apiVersion: string, kind: string): Promise<string[]> =>
  (await cluster.api.list({ apiVersion, kind, namespace })).items.map((each) => each.metadata.name).sort();

const getObject = async (
  apiVersion: string,
  kind: string,
  name: string,
  sources: ValueSources,
): Promise<KubernetesObject> => {
  const { cluster, namespace } = sources;
  const found = await cluster.api.get({ apiVersion, kind, name, namespace });
  if (found) return found;
  if ((await cluster.api.isNamespaced(apiVersion, kind)) === undefined)
    throw unresolved(`The cluster has no kind ${kind} in ${apiVersion}.`);
  const names = await namesOf(sources, apiVersion, kind);
  const hint = names.length ? suggest(name, names, 'There are') : `The namespace has no ${kind}.`;
  throw new Unmet('not-found', `There is no ${kind} ${name} in namespace ${namespace}.`, hint);
};

const service = (name: string, sources: ValueSources): Promise<KubernetesObject> =>
  getObject('v1', 'Service', name, sources);

const servicePaths: Record<string, JsonValue[]> = {
  clusterIP: ['spec', 'clusterIP'],
  port: ['spec', 'ports', 0, 'port'],
  nodePort: ['spec', 'ports', 0, 'nodePort'],
  targetPort: ['spec', 'ports', 0, 'targetPort'],
  externalIP: ['status', 'loadBalancer', 'ingress', 0, 'ip'],
  name: ['metadata', 'name'],
};

const serviceField = (object: KubernetesObject, { name, field }: Of<'service'>): JsonValue => {
  const path = field.join('.');
  const value = valueAt(object, (servicePaths[path] as (string | number)[] | undefined) ?? pathOf(field));
  // A headless Service has None instead of an address; a client would look None up as a host name.
  const isHeadless = path === 'clusterIP' && (value === 'None' || value === '');
  if (value !== undefined && value !== null && !isHeadless) return value;
  const type = valueAt(object, ['spec', 'type']) ?? 'ClusterIP';
  throw new Unmet(
    'fields-mismatch',
    isHeadless
      ? `Service ${name} has no cluster IP: it is headless or of type ExternalName.`
      : `Service ${name} has no ${path}; its type is ${String(type)}.`,
  );
};

const pod = async (of: Of<'pod'>['of'], sources: ValueSources): Promise<KubernetesObject> => {
  if ('name' in of) return getObject('v1', 'Pod', of.name, sources);
  const { cluster, namespace } = sources;
  const { items } = await cluster.api.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: of.selector });
  const staying = items
    .filter(({ metadata }) => metadata['deletionTimestamp'] === undefined)
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const found = staying[of.index];
  if (found) return found;
  const names = staying.map(({ metadata }) => metadata.name);
  throw new Unmet(
    'not-found',
    `Namespace ${namespace} has no pod number ${of.index} (counted from 0) with the label ${of.selector}.`,
    names.length ? `It has ${names.length}: ${listWords(names)}.` : 'No pod has that label.',
  );
};

const podPaths = {
  ip: ['status', 'podIP'],
  name: ['metadata', 'name'],
  node: ['spec', 'nodeName'],
  uid: ['metadata', 'uid'],
} as const;

const podField = (object: KubernetesObject, field: Of<'pod'>['field']): JsonValue => {
  const value = valueAt(object, podPaths[field]);
  if (typeof value === 'string' && value !== '') return value;
  const phase = isObject(object['status']) ? object['status']['phase'] : undefined;
  const message = `Pod ${object.metadata.name} has no ${field} yet; its phase is ${String(phase ?? 'unknown')}.`;
  throw new Unmet('not-ready', message);
};

const node = async ({ of, field }: Of<'node'>, cluster: Cluster): Promise<JsonValue> => {
  const nodes = await cluster.nodes();
  const found = 'index' in of ? nodes[of.index] : nodes.find(({ name }) => name === of.name);
  if (found) return found[field];
  const wanted = 'index' in of ? `number ${of.index} (counted from 0)` : of.name;
  throw unresolved(
    `The cluster has no node ${wanted}.`,
    `It has ${nodes.length}: ${listWords(nodes.map(({ name }) => name))}.`,
  );
};

const external = ({ index, field }: Of<'external'>, { externalHosts }: Cluster): JsonValue => {
  const found = externalHosts[index];
  if (found) return found[field];
  throw unresolved(
    `There is no external host number ${index} (counted from 0); there are ${externalHosts.length}.`,
    `Add to the scenario: needs: { externalHosts: ${index + 1} }.`,
  );
};

const ingress = ({ field }: Of<'ingress'>, cluster: Cluster): JsonValue => {
  if (cluster.ingress) return cluster.ingress[field];
  throw unresolved('The cluster has no ingress controller.', 'Add to the scenario: needs: { ingress: true }.');
};

const objectField = async (reference: Of<'object'>, sources: ValueSources): Promise<JsonValue> => {
  const { apiVersion, kind, name, path, namespace = sources.namespace } = reference;
  const object = await getObject(apiVersion, kind, name, { ...sources, namespace });
  const [first, ...more] = readJsonPath(path, object);
  if (first !== undefined) return more.length ? [first, ...more] : first;
  throw new Unmet('fields-mismatch', `${kind} ${name} has no value at ${path}.`);
};
