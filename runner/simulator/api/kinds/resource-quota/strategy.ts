import { isObject } from '../../../../core/json.ts';
import type { Unstructured } from '../../../objects/metadata.ts';
import { ageColumn, column, createdAge, nameColumn } from '../../columns.ts';
import { countObjects } from '../../limits/evaluator.ts';
import { namespaced } from '../../resources.ts';
import { validateObjectMetaUpdate } from '../../validation/meta.ts';
import type { ApiKind } from '../api-kind.ts';
import { inSpec, specOf, statusOf } from '../support/spec.ts';
import { status } from '../support/subresources.ts';
import { textIn } from '../support/text.ts';
import { validateResourceQuota } from './validation.ts';

const amountsText = (quota: Unstructured, isShown: (name: string) => boolean): string => {
  const { hard: seen, used } = statusOf(quota);
  const { hard: given } = specOf(quota);
  const hard = [seen, given].find(isObject) ?? {};
  return Object.keys(hard)
    .filter(isShown)
    .toSorted()
    .map((name) => `${name}: ${textIn(used, name) || '0'}/${String(hard[name])}`)
    .join(', ');
};

const resource = namespaced('v1', 'ResourceQuota', 'resourcequotas', { shortNames: ['quota'] });

export const resourceQuotaKind: ApiKind = {
  resource,
  subresources: { status },
  defaults: inSpec((spec) => spec),
  validate: validateResourceQuota,
  validateUpdate: (next, old) => [
    ...validateObjectMetaUpdate(next.metadata, old.metadata),
    ...validateResourceQuota(next),
  ],
  quota: countObjects(resource, 'resourcequotas'),
  returnsDeletedObject: true,
  printer: {
    columns: [nameColumn, column('Request'), column('Limit'), ageColumn],
    cells: (quota, now) => [
      quota.metadata.name,
      amountsText(quota, (name) => !name.startsWith('limits.')),
      amountsText(quota, (name) => name.startsWith('limits.')),
      createdAge(quota, now),
    ],
  },
};
