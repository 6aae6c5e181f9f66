import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Typed } from '../../objects/metadata.ts';
import { ageColumn, column, createdAge, nameColumn } from '../columns.ts';
import { type FieldError, invalidValue, required, tooLong } from '../field-error.ts';
import { clusterScoped } from '../resources.ts';
import { validateObjectMetaUpdate } from '../validation/meta.ts';
import { faultsOfDns1123Subdomain } from '../validation/names.ts';
import type { ApiKind } from './api-kind.ts';
import { inSpec } from './support/spec.ts';

type IngressClass = Typed<JsonObject & { controller?: string; parameters?: JsonObject }>;

const at = 'spec.controller';
const longestController = 250;

const validateDomain = (controller: string): FieldError[] => {
  const [domain = '', ...path] = controller.split('/');
  if (domain === '' || path.join('/') === '')
    return [invalidValue(at, controller, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  return faultsOfDns1123Subdomain(domain).map((words) => invalidValue(at, domain, words));
};

/** validateIngressClassSpec: a controller is a path that begins with a domain. */
const validate = ({ spec: { controller = '' } }: IngressClass): FieldError[] => [
  ...(controller.length > longestController ? [tooLong(at, longestController)] : []),
  ...(controller === '' ? [required(at)] : validateDomain(controller)),
];

const parametersText = ({ parameters }: IngressClass['spec']): string => {
  if (!isObject(parameters)) return '<none>';
  const { kind, apiGroup, name } = parameters;
  return `${kind}${apiGroup ? `.${apiGroup}` : ''}/${name}`;
};

export const ingressClassKind: ApiKind<IngressClass> = {
  resource: clusterScoped('networking.k8s.io/v1', 'IngressClass', 'ingressclasses'),
  defaults: inSpec((spec) => spec),
  validate,
  validateUpdate: (next, old) => [
    ...validateObjectMetaUpdate(next.metadata, old.metadata),
    ...(old.spec.controller === next.spec.controller
      ? []
      : [invalidValue(at, next.spec.controller ?? '', 'field is immutable')]),
    ...validate(next),
  ],
  desired: ({ spec }) => spec,
  printer: {
    columns: [nameColumn, column('Controller'), column('Parameters'), ageColumn],
    cells: (object, now) => [
      object.metadata.name,
      object.spec.controller ?? '',
      parametersText(object.spec),
      createdAge(object, now),
    ],
  },
};
