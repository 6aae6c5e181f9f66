import type { ConfigMap } from '../../objects/configuration.ts';
import { ageColumn, column, createdAge, nameColumn } from '../columns.ts';
import { countObjects } from '../limits/evaluator.ts';
import { namespaced } from '../resources.ts';
import { validateObjectMetaUpdate } from '../validation/meta.ts';
import type { ApiKind } from './api-kind.ts';
import { validateDataChange, validateDataKeys } from './support/config-data.ts';
import { sizeOf } from './support/text.ts';

const resource = namespaced('v1', 'ConfigMap', 'configmaps', { shortNames: ['cm'] });

export const configMapKind: ApiKind<ConfigMap> = {
  resource,
  validate: validateDataKeys,
  validateUpdate: (next, old) => [
    ...validateObjectMetaUpdate(next.metadata, old.metadata),
    ...validateDataKeys(next),
    ...validateDataChange(next, old),
  ],
  quota: countObjects(resource, 'configmaps'),
  printer: {
    columns: [nameColumn, column('Data', 0, 'integer'), ageColumn],
    cells: (object, now) => [object.metadata.name, sizeOf(object.data, object.binaryData), createdAge(object, now)],
  },
};
