import { isObject, type JsonObject } from '../../../core/json.ts';
import { selectorText } from '../../../core/labels.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import { ageColumn, column, createdAge, nameColumn, type Printer } from '../columns.ts';
import { decode } from '../decode.ts';
import { invalidValue } from '../field-error.ts';
import type { ApiKind } from '../kinds/api-kind.ts';
import { specOf, statusOf } from '../kinds/support/spec.ts';
import { schemaOf } from '../schema/schema.ts';
import { badRequest, invalid, modified } from '../status.ts';

export const scalePrinter: Printer = {
  columns: [nameColumn, column('Desired', 0, 'integer'), column('Available', 0, 'integer'), ageColumn],
  cells: (scale, now) => [
    scale.metadata.name,
    Number(specOf(scale)['replicas'] ?? 0),
    Number(statusOf(scale)['replicas'] ?? 0),
    createdAge(scale, now),
  ],
};

/** The autoscaling/v1 Scale of a workload. */
export const scaleOf = ({ scale }: ApiKind, object: Unstructured): Unstructured => {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { replicas } = specOf(object);
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
    status: { replicas: statusOf(object)['replicas'] ?? 0, selector: selectorText(scale?.selector(object)) },
  };
};

/** The workload with the replicas that a changed Scale asks for. */
export const withScale = ({ resource }: ApiKind, object: Unstructured, scale: JsonObject): JsonObject => {
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
