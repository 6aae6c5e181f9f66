import { ageColumn, column, createdAge, nameColumn } from '../../columns.ts';
import { namespaced } from '../../resources.ts';
import type { ApiKind } from '../api-kind.ts';
import { requestToken } from './token.ts';

export const serviceAccountKind: ApiKind = {
  resource: namespaced('v1', 'ServiceAccount', 'serviceaccounts', { shortNames: ['sa'] }),
  subresources: {
    token: {
      group: 'authentication.k8s.io',
      version: 'v1',
      kind: 'TokenRequest',
      verbs: ['create'],
      create: requestToken,
    },
  },
  returnsDeletedObject: true,
  printer: {
    columns: [nameColumn, column('Secrets', 0, 'integer'), ageColumn],
    cells: (account, now) => [
      account.metadata.name,
      Array.isArray(account['secrets']) ? account['secrets'].length : 0,
      createdAge(account, now),
    ],
  },
};
