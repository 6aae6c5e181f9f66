import type { Container } from '../../../objects/pods.ts';
import { type FieldError, invalidValue, required } from '../../field-error.ts';
import { type Amounts, readAmounts } from '../../limits/amounts.ts';
import { formatQuantity, isMore } from '../../quantity.ts';
import { isExtended, validateAmount, validateContainerResource } from '../../validation/resource-names.ts';

const validateList = (amounts: Amounts, field: string): FieldError[] =>
  [...amounts].flatMap(([name, quantity]) => [
    ...validateContainerResource(name, `${field}[${name}]`),
    ...validateAmount(name, quantity, `${field}[${name}]`),
  ]);

/** Resources that 2 containers cannot share: huge pages, and the resources of other domains. */
const isFixed = (name: string): boolean => isExtended(name) || name.startsWith('hugepages-');

const validateRequestAndLimit = (name: string, requests: Amounts, limits: Amounts, at: string): FieldError[] => {
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (!request) return [];
  if (!limit)
    return isFixed(name) ? [required(`${at}.limits`, 'Limit must be set for non overcommitable resources')] : [];
  const fault = (words: string): FieldError[] => [
    invalidValue(
      `${at}.requests`,
      formatQuantity(request),
      `must be ${words} ${name} limit of ${formatQuantity(limit)}`,
    ),
  ];
  if (isFixed(name) && request.nano !== limit.nano) return fault('equal to');
  return isMore(request, limit) ? fault('less than or equal to') : [];
};

/** validateResourceRequirements of a container. */
export const validateResources = ({ resources }: Container, container: string): FieldError[] => {
  const at = `${container}.resources`;
  const [requests, limits] = [readAmounts(resources?.requests), readAmounts(resources?.limits)];
  return [
    ...validateList(limits, `${at}.limits`),
    ...validateList(requests, `${at}.requests`),
    ...[...requests.keys()].flatMap((name) => validateRequestAndLimit(name, requests, limits, at)),
  ];
};
