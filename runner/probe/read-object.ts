import type { KubernetesObject } from '../cluster/cluster.ts';
import { type JsonObject, objectsAt, textMapAt } from '../core/json.ts';
import type { Labels } from '../core/labels.ts';

/** A Service's selector; empty when it has none. */
export const selectorOf = (service: KubernetesObject): Labels => textMapAt(service, 'spec', 'selector');

/** The ports that the containers of a pod declare. */
export const containerPorts = (pod: KubernetesObject): JsonObject[] =>
  objectsAt(pod, 'spec', 'containers').flatMap((container) => objectsAt(container, 'ports'));
