import type { JsonObject } from '../../core/json.ts';
import type { Mutation } from '../mutant.ts';
import { breakEndpointSlice, breakEndpoints } from './endpoints.ts';
import { breakIngress } from './ingress.ts';
import { one, otherText } from './other.ts';
import { breakService } from './service.ts';
import { breakPod, breakWorkload } from './workload.ts';

/** Kind → the possible mistakes in its fields. */
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

/** Kinds that are found by their name, so that another name is a mistake. */
const named = new Set(['Service', 'Endpoints', 'Secret', 'ConfigMap']);

/** All mistakes in one object, except `missing`, which is made in the scenario. */
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

/** An additional namespace of each mutant, for objects in a wrong namespace. */
export const otherNamespaceName = 'astray';
const otherNamespace = `\${namespace.${otherNamespaceName}}`;
