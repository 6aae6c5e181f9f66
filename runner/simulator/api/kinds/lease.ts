import { ageColumn, column, createdAge, nameColumn } from '../columns.ts';
import { namespaced } from '../resources.ts';
import type { ApiKind } from './api-kind.ts';
import { textIn } from './support/text.ts';

export const leaseKind: ApiKind = {
  resource: namespaced('coordination.k8s.io/v1', 'Lease', 'leases'),
  isVersionRequired: true,
  printer: {
    columns: [nameColumn, column('Holder'), ageColumn],
    cells: (lease, now) => [lease.metadata.name, textIn(lease['spec'], 'holderIdentity'), createdAge(lease, now)],
  },
};
