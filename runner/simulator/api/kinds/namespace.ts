import type { Unstructured } from '../../objects/metadata.ts';
import type { Namespace } from '../../objects/namespaces.ts';
import { ageColumn, column, createdAge, nameColumn } from '../columns.ts';
import { clusterScoped } from '../resources.ts';
import { faultsOfDns1123Label } from '../validation/names.ts';
import type { ApiKind } from './api-kind.ts';
import { status } from './support/subresources.ts';

export const namespaceResource = clusterScoped('v1', 'Namespace', 'namespaces', { shortNames: ['ns'] });

const defaults = (object: Unstructured): Unstructured => {
  const { name, labels } = object.metadata;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(name && { labels: { ...labels, 'kubernetes.io/metadata.name': name } }),
    },
    spec: { finalizers: ['kubernetes'] },
  };
};

export const namespaceKind: ApiKind<Namespace> = {
  resource: namespaceResource,
  subresources: { status, finalize: status },
  defaults,
  firstStatus: { phase: 'Active' },
  validateName: faultsOfDns1123Label,
  selectableFields: ['status.phase'],
  printer: {
    columns: [nameColumn, column('Status'), ageColumn],
    cells: (namespace, now) => [namespace.metadata.name, namespace.status.phase, createdAge(namespace, now)],
  },
  // Its contents go first: the namespace controller removes it.
  gracePeriod: () => 0,
  prepareForDelete: (namespace) => ({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } }),
};
