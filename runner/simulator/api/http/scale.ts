import { isObject, type JsonObject } from '../../../core/json.ts';
import type { LabelSelector, Labels, Unstructured } from '../../objects/objects.ts';
import { decode } from '../decode.ts';
import { invalidValue } from '../field-error.ts';
import type { Resource } from '../resources.ts';
import { schemaOf } from '../schema/schema.ts';
import { selectorText } from '../selectors.ts';
import { badRequest, invalid, modified } from '../status.ts';

const specOf = (object: JsonObject): JsonObject => (isObject(object['spec']) ? object['spec'] : {});

/** The autoscaling/v1 Scale of a workload. */
export const scaleOf = (object: Unstructured): JsonObject => {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const status = isObject(object['status']) ? object['status'] : {};
  const selector = specOf(object)['selector'];
  const plain = object.kind === 'ReplicationController';
  const parsed: LabelSelector = plain
    ? { matchLabels: (selector ?? {}) as Labels }
    : ((selector ?? {}) as LabelSelector);
  const replicas = specOf(object)['replicas'];
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace && { namespace }),
      uid,
      resourceVersion,
      ...(creationTimestamp && { creationTimestamp }),
    },
    // Zero is what is left out.
    spec: { ...(replicas && { replicas }) },
    status: { replicas: status['replicas'] ?? 0, selector: selectorText(parsed) },
  };
};

/** The workload with the replicas that a changed Scale asks for. */
export const withScale = (resource: Resource, object: Unstructured, scale: JsonObject): JsonObject => {
  const { object: read, mismatch } = decode(scale, schemaOf('autoscaling', 'v1', 'Scale'));
  if (mismatch) throw badRequest(`Scale in version "v1" cannot be handled as a Scale: ${mismatch}`);
  const replicas = specOf(read)['replicas'] ?? 0;
  const metadata = isObject(read['metadata']) ? read['metadata'] : {};
  const { name, resourceVersion } = object.metadata;
  if (metadata['resourceVersion'] && metadata['resourceVersion'] !== resourceVersion) throw modified(resource, name);
  if (Number(replicas) < 0)
    throw invalid({ ...resource, group: 'autoscaling', kind: 'Scale' }, name, [
      invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0'),
    ]);
  return { ...object, spec: { ...specOf(object), replicas } };
};
