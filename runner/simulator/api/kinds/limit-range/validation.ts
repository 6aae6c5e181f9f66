import { isObject, type JsonObject } from '../../../../core/json.ts';
import type { Unstructured } from '../../../objects/metadata.ts';
import { duplicate, type FieldError, forbiddenField, invalidValue, required } from '../../field-error.ts';
import { type Amounts, readAmounts } from '../../limits/amounts.ts';
import { formatQuantity, isMore, type Quantity } from '../../quantity.ts';
import { faultsOfQualifiedName } from '../../validation/names.ts';
import { validateContainerResource, validateResourceName } from '../../validation/resource-names.ts';
import { specOf } from '../support/spec.ts';

const types = new Set(['Pod', 'Container', 'PersistentVolumeClaim']);

const validateType = (type: string, field: string): FieldError[] => {
  const faults = faultsOfQualifiedName(type).map((words) => invalidValue(field, type, words));
  if (faults.length > 0 || type.includes('/') || types.has(type)) return faults;
  return [invalidValue(field, type, 'must be a standard limit type or fully qualified')];
};

const validateName = (type: string, name: string, field: string): FieldError[] =>
  type === 'Pod' || type === 'Container' ? validateContainerResource(name, field) : validateResourceName(name, field);

const keys = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;
type Lists = Record<(typeof keys)[number], Amounts>;

/** Pairs that must not stand the wrong way round: the list told, whose value is shown, and the words. */
const orders: readonly [
  more: keyof Lists,
  less: keyof Lists,
  told: keyof Lists,
  shown: keyof Lists,
  words: (more: string, less: string) => string,
][] = [
  ['min', 'max', 'min', 'min', (more, less) => `min value ${more} is greater than max value ${less}`],
  [
    'min',
    'defaultRequest',
    'defaultRequest',
    'defaultRequest',
    (more, less) => `min value ${more} is greater than default request value ${less}`,
  ],
  [
    'defaultRequest',
    'max',
    'defaultRequest',
    'defaultRequest',
    (more, less) => `default request value ${more} is greater than max value ${less}`,
  ],
  [
    'defaultRequest',
    'default',
    'defaultRequest',
    'defaultRequest',
    (more, less) => `default request value ${more} is greater than default limit value ${less}`,
  ],
  ['min', 'default', 'default', 'min', (more, less) => `min value ${more} is greater than default value ${less}`],
  ['default', 'max', 'default', 'max', (more, less) => `default value ${more} is greater than max value ${less}`],
];

const validateLimitOrder = (name: string, lists: Lists, at: string): FieldError[] =>
  orders.flatMap(([more, less, told, shown, words]) => {
    const [large, small, value] = [lists[more].get(name), lists[less].get(name), lists[shown].get(name)];
    if (!large || !small || !value || !isMore(large, small)) return [];
    return [
      invalidValue(
        `${at}.${told}[${name}]`,
        formatQuantity(value),
        words(formatQuantity(large), formatQuantity(small)),
      ),
    ];
  });

const numberOf = ({ nano }: Quantity): number => Number(nano) / 1e9;

const validateLimitRatio = (name: string, lists: Lists, at: string): FieldError[] => {
  const ratio = lists.maxLimitRequestRatio.get(name);
  if (!ratio) return [];
  const [min, max, text] = [lists.min.get(name), lists.max.get(name), formatQuantity(ratio)];
  const fault = (words: string): FieldError => invalidValue(`${at}.maxLimitRequestRatio[${name}]`, text, words);
  const most = min && max ? numberOf(max) / numberOf(min) : Number.POSITIVE_INFINITY;
  return [
    ...(numberOf(ratio) < 1 ? [fault(`ratio ${text} is less than 1`)] : []),
    ...(numberOf(ratio) > most ? [fault(`ratio ${text} is greater than max/min = ${most.toFixed(6)}`)] : []),
  ];
};

const validateItem = (item: JsonObject, at: string): FieldError[] => {
  const type = String(item['type'] ?? '');
  const isPod = type === 'Pod';
  const lists: Lists = {
    max: readAmounts(item['max']),
    min: readAmounts(item['min']),
    default: readAmounts(isPod ? {} : item['default']),
    defaultRequest: readAmounts(isPod ? {} : item['defaultRequest']),
    maxLimitRequestRatio: readAmounts(item['maxLimitRequestRatio']),
  };
  const names = [...new Set(keys.flatMap((key) => [...lists[key].keys()]))].toSorted();
  const isUnused = (key: string): boolean => !isObject(item[key]) || Object.keys(item[key]).length === 0;
  const forbidden = isPod ? ['default', 'defaultRequest'].filter((key) => !isUnused(key)) : [];
  const named = (key: (typeof keys)[number]): FieldError[] =>
    [...lists[key].keys()].flatMap((name) => validateName(type, name, `${at}.${key}[${name}]`));
  return [
    ...named('max'),
    ...named('min'),
    ...forbidden.map((key) => forbiddenField(`${at}.${key}`, "may not be specified when `type` is 'Pod'")),
    ...named('default'),
    ...named('defaultRequest'),
    ...(type === 'PersistentVolumeClaim' && !lists.min.has('storage') && !lists.max.has('storage')
      ? [required(`${at}.limits`, 'either minimum or maximum storage value is required, but neither was provided')]
      : []),
    ...named('maxLimitRequestRatio'),
    ...names.flatMap((name) => [...validateLimitOrder(name, lists, at), ...validateLimitRatio(name, lists, at)]),
  ];
};

/** ValidateLimitRange, with the names in order. */
export const validateLimitRange = (range: Unstructured): FieldError[] => {
  const spec = specOf(range);
  const items = Array.isArray(spec['limits']) ? spec['limits'].filter(isObject) : [];
  const typeOf = (item: JsonObject | undefined): string => String(item?.['type'] ?? '');
  return items.flatMap((item, index) => {
    const [at, type] = [`spec.limits[${index}]`, typeOf(item)];
    const isRepeated = items.findIndex((each) => typeOf(each) === type) < index;
    return [
      ...validateType(type, `${at}.type`),
      ...(isRepeated ? [duplicate(`${at}.type`, type)] : []),
      ...validateItem(item, at),
    ];
  });
};
