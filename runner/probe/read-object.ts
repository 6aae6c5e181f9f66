import type { KubernetesObject } from '../cluster/cluster.ts';
import { isObject, type JsonObject, valueAt } from '../core/json.ts';

/** The objects in a list inside an object; none when there is no such list. */
export const objectsAt = (value: JsonObject | undefined, ...path: string[]): JsonObject[] => {
  const items = valueAt(value, path);
  return Array.isArray(items) ? items.filter(isObject) : [];
};

/** A text inside an object; empty when there is none. */
export const textAt = (value: JsonObject | undefined, ...path: (string | number)[]): string => {
  const text = valueAt(value, path);
  return typeof text === 'string' ? text : '';
};

/** Whether labels satisfy an equality selector, as a Service has it. An empty selector selects nothing. */
export const selectsLabels = (selector: Readonly<Record<string, string>>, { metadata }: KubernetesObject): boolean =>
  Object.keys(selector).length > 0 &&
  Object.entries(selector).every(([key, value]) => metadata.labels?.[key] === value);

/** A Service's selector; empty when it has none. */
export const selectorOf = (service: KubernetesObject): Record<string, string> => {
  const selector = valueAt(service, ['spec', 'selector']);
  if (!isObject(selector)) return {};
  return Object.fromEntries(
    Object.entries(selector).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
};

/** `app=kubia,tier=web`, as kubectl prints labels. */
export const labelText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/** The ports that the containers of a pod declare. */
export const containerPorts = (pod: KubernetesObject): JsonObject[] =>
  objectsAt(pod, 'spec', 'containers').flatMap((container) => objectsAt(container, 'ports'));
