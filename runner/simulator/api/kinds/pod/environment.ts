import { isObject, type JsonObject } from '../../../../core/json.ts';
import type { Container } from '../../../objects/pods.ts';
import { type FieldError, invalidValue, notSupported, required } from '../../field-error.ts';
import { faultsOfDns1123Subdomain, faultsOfQualifiedName } from '../../validation/names.ts';

/** pkg/apis/core/validation: ValidateEnv and ValidateEnvFrom. */

const validateName = (name: string, field: string): FieldError[] =>
  // Printable ASCII but the equals sign.
  /^[ -<>-~]+$/.test(name)
    ? []
    : [
        invalidValue(
          field,
          name,
          "a valid environment variable name must consist only of printable ASCII characters other than '='",
        ),
      ];

const podFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** Fields of a Pod that can be asked for, but not as a variable. */
const otherFields = [
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
];
const subscripted = ['metadata.annotations', 'metadata.labels'];

const validateFieldPath = (path: string, at: string): FieldError[] => {
  const field = `${at}.fieldPath`;
  const refuse = (why: string): FieldError[] => [invalidValue(field, path, `error converting fieldPath: ${why}`)];
  if (!path) return [required(field)];
  const [, base, key = ''] = /^([^[]+)\['(.*)'\]$/s.exec(path) ?? [];
  if (base !== undefined) {
    if (!subscripted.includes(base)) return refuse(`field label does not support subscript: ${path}`);
    const name = base === 'metadata.annotations' ? key.toLowerCase() : key;
    return faultsOfQualifiedName(name).map((words) => invalidValue(at, name, words));
  }
  if (podFields.includes(path) || path === 'spec.host') return [];
  return otherFields.includes(path)
    ? [notSupported(field, path, podFields)]
    : refuse(`field label not supported: ${path}`);
};

const amounts = ['limits', 'requests'].flatMap((each) => [
  `${each}.cpu`,
  `${each}.ephemeral-storage`,
  `${each}.memory`,
]);

const validateResource = (resource: string, at: string): FieldError[] => {
  if (!resource) return [required(`${at}.resource`)];
  return amounts.includes(resource) || /^(limits|requests)\.hugepages-/.test(resource)
    ? []
    : [notSupported(`${at}.resource`, resource, amounts)];
};

const text = (holder: JsonObject, key: string): string => String(holder[key] ?? '');

const validateKey = (reference: JsonObject, at: string): FieldError[] => {
  const [name, key] = [text(reference, 'name'), text(reference, 'key')];
  return [
    ...faultsOfDns1123Subdomain(name).map((words) => invalidValue(`${at}.name`, name, words)),
    ...(key ? [] : [required(`${at}.key`)]),
  ];
};

const sources: Record<string, (reference: JsonObject, at: string) => FieldError[]> = {
  fieldRef: (reference, at) => validateFieldPath(text(reference, 'fieldPath'), at),
  resourceFieldRef: (reference, at) => validateResource(text(reference, 'resource'), at),
  configMapKeyRef: validateKey,
  secretKeyRef: validateKey,
};

const oneOnly = 'may not have more than one field specified at a time';

/** Exactly one source may be given, and no value beside it. */
const faultOfCount = (given: readonly string[], value: string): string | undefined => {
  if (given.length === 0)
    return 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
  if (value) return 'may not be specified when `value` is not empty';
  return given.length > 1 ? oneOnly : undefined;
};

const validateEnvVarSource = (value: string, source: JsonObject, at: string): FieldError[] => {
  const given = Object.keys(sources).filter((key) => isObject(source[key]));
  const count = faultOfCount(given, value);
  return [
    ...given.flatMap((key) => sources[key]?.(source[key] as JsonObject, `${at}.${key}`) ?? []),
    ...(count === undefined ? [] : [invalidValue(at, '', count)]),
  ];
};

const validateEnvFromSource = (
  each: NonNullable<Container['envFrom']>[number],
  list: string,
  index: number,
): FieldError[] => {
  const at = `${list}[${index}]`;
  const given = ['configMapRef', 'secretRef'].filter((key) => isObject(each[key]));
  return [
    ...(each.prefix ? validateName(each.prefix, `${at}.prefix`) : []),
    ...given.flatMap((key) => {
      const name = text(each[key] as JsonObject, 'name');
      return name
        ? faultsOfDns1123Subdomain(name).map((words) => invalidValue(`${at}.${key}.name`, name, words))
        : [required(`${at}.${key}.name`)];
    }),
    ...(given.length === 0 ? [invalidValue(list, '', 'must specify one of: `configMapRef` or `secretRef`')] : []),
    ...(given.length > 1 ? [invalidValue(list, '', oneOnly)] : []),
  ];
};

/** The environment variables of a container. */
export const validateEnvironment = ({ env = [], envFrom = [] }: Container, at: string): FieldError[] => [
  ...env.flatMap(({ name, value = '', valueFrom }, index) => [
    ...(name ? validateName(name, `${at}.env[${index}].name`) : [required(`${at}.env[${index}].name`)]),
    ...(valueFrom ? validateEnvVarSource(value, valueFrom, `${at}.env[${index}].valueFrom`) : []),
  ]),
  ...envFrom.flatMap((each, index) => validateEnvFromSource(each, `${at}.envFrom`, index)),
];
