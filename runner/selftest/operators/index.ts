import type { JsonObject } from '../../core/json.ts';
import type { Mutation } from '../mutant.ts';
import { breakEndpointSlice, breakEndpoints } from './endpoints.ts';
import { breakIngress } from './ingress.ts';
import { one, otherText } from './other.ts';
import { breakService } from './service.ts';
import { breakPod, breakWorkload } from './workload.ts';

/** Kind → the mistakes that can be made in its fields. */
const mistakes: Readonly<Record<string, (object: JsonObject) => Mutation[]>> = {
  Service: breakService,
  Endpoints: breakEndpoints,
  EndpointSlice: breakEndpointSlice,
  Ingress: breakIngress,
  Pod: breakPod,
  Deployment: breakWorkload,
  ReplicaSet: breakWorkload,
  ReplicationController: breakWorkload,
  StatefulSet: breakWorkload,
  DaemonSet: breakWorkload,
};

/** Kinds that others find by their name: the name is part of what they do. */
const named = new Set(['Service', 'Endpoints', 'Secret', 'ConfigMap']);

/** All mistakes in one object, `missing` apart: that one is made where the object stands. */
export const breakObject = (object: JsonObject): Mutation[] => {
  const kind = String(object['kind']);
  const metadata = object['metadata'] as JsonObject;
  return [
    ...(named.has(kind) ? [one('name', ['metadata', 'name'], otherText(metadata['name']))] : []),
    ...(named.has(kind) && metadata['namespace'] === undefined
      ? [one('namespace', ['metadata', 'namespace'], otherNamespace)]
      : []),
    ...(mistakes[kind]?.(object) ?? []),
  ];
};

/** A namespace that each mutant has beside its own. */
export const otherNamespaceName = 'astray';
const otherNamespace = `\${namespace.${otherNamespaceName}}`;
