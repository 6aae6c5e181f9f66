import { type FieldError, invalidValue } from '../field-error.ts';
import { formatQuantity, isWhole, type Quantity } from '../quantity.ts';
import { faultsOfQualifiedName } from './names.ts';

/** Resources that are counted in wholes, as pkg/apis/core/helper lists it. */
const things = new Set([
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);
export const computeNames: readonly string[] = ['cpu', 'memory'].flatMap((name) => [
  name,
  `requests.${name}`,
  `limits.${name}`,
]);
const stored = ['ephemeral-storage', 'requests.ephemeral-storage', 'limits.ephemeral-storage', 'requests.storage'];

const isPlain = (name: string): boolean => !name.includes('/');
const isLarge = (name: string): boolean => /^(requests\.)?hugepages-/.test(name);

/** Of another domain than Kubernetes' own, such as example.com/gpu. */
export const isExtended = (name: string): boolean =>
  !isPlain(name) && !name.includes('kubernetes.io/') && !name.startsWith('requests.');

const quotaNames = new Set([...things, ...computeNames, ...stored]);
/** Names that a quota may limit without a domain before them. */
export const isQuotaName = (name: string): boolean => quotaNames.has(name) || isLarge(name);

/** The names that resources have anywhere. */
export const validateResourceName = (name: string, field: string): FieldError[] => {
  const faults = faultsOfQualifiedName(name).map((words) => invalidValue(field, name, words));
  if (faults.length > 0 || !isPlain(name) || isQuotaName(name) || name === 'storage') return faults;
  return [invalidValue(field, name, 'must be a standard resource type or fully qualified')];
};

export const validateQuotaName = (name: string, field: string): FieldError[] => [
  ...validateResourceName(name, field),
  ...(isPlain(name) && !isQuotaName(name) ? [invalidValue(field, name, 'must be a standard resource for quota')] : []),
];

const ofContainers = new Set(['cpu', 'memory', 'ephemeral-storage']);

export const validateContainerResource = (name: string, field: string): FieldError[] => {
  const isKnown = !isPlain(name) || ofContainers.has(name) || name.startsWith('hugepages-');
  return [
    ...validateResourceName(name, field),
    ...(isKnown ? [] : [invalidValue(field, name, 'must be a standard resource for containers')]),
  ];
};

/** ValidateResourceQuantityValue. */
export const validateAmount = (name: string, quantity: Quantity, field: string): FieldError[] => {
  const text = formatQuantity(quantity);
  return [
    ...(quantity.nano < 0n ? [invalidValue(field, text, 'must be greater than or equal to 0')] : []),
    ...((things.has(name) || isExtended(name)) && !isWhole(quantity)
      ? [invalidValue(field, text, 'must be an integer')]
      : []),
  ];
};
