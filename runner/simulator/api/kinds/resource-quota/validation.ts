import { isObject, type JsonObject, type JsonValue } from '../../../../core/json.ts';
import type { Unstructured } from '../../../objects/metadata.ts';
import { type FieldError, invalidValue, required } from '../../field-error.ts';
import { readAmounts } from '../../limits/amounts.ts';
import { computeNames, isQuotaName, validateAmount, validateQuotaName } from '../../validation/resource-names.ts';
import { specOf } from '../support/spec.ts';

const podScopes = ['Terminating', 'NotTerminating', 'NotBestEffort', 'PriorityClass', 'CrossNamespacePodAffinity'];
const scopes = new Set([...podScopes, 'BestEffort', 'VolumeAttributesClass']);
const opposites = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

const fits = (scope: string, name: string): boolean => {
  if (scope === 'BestEffort') return name === 'pods';
  if (scope === 'VolumeAttributesClass') return name === 'persistentvolumeclaims' || name === 'requests.storage';
  return !podScopes.includes(scope) || name === 'pods' || computeNames.includes(name);
};

const conflicts = (used: readonly string[]): boolean[] =>
  opposites.map(([one, other]) => used.includes(one) && used.includes(other)).filter(Boolean);

const validateScopes = (list: readonly string[], names: readonly string[]): FieldError[] => {
  const fault = (detail: string): FieldError => invalidValue('spec.scopes', [...list], detail);
  return [
    ...list.flatMap((scope) => [
      ...(scopes.has(scope) ? [] : [fault('unsupported scope')]),
      ...names.filter((name) => !fits(scope, name)).map(() => fault('unsupported scope applied to resource')),
    ]),
    ...conflicts(list).map(() => fault('conflicting scopes')),
  ];
};

const existsOnly =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

const validateExpression = (each: JsonObject, names: readonly string[], selector: JsonObject): FieldError[] => {
  const at = 'spec.scopeSelector.matchExpressions';
  const [scope, operator] = [String(each['scopeName'] ?? ''), String(each['operator'] ?? '')];
  const values = Array.isArray(each['values']) ? each['values'] : [];
  const hasClass = scope === 'PriorityClass' || scope === 'VolumeAttributesClass';
  return [
    ...(scopes.has(scope) ? [] : [invalidValue(`${at}.scopeName`, scope, 'unsupported scope')]),
    ...names
      .filter((name) => !fits(scope, name))
      .map(() => invalidValue(at, selector, 'unsupported scope applied to resource')),
    ...(scopes.has(scope) && !hasClass && operator !== 'Exists'
      ? [invalidValue(`${at}.operator`, operator, existsOnly)]
      : []),
    ...validateOperator(operator, values, at),
  ];
};

const validateOperator = (operator: string, values: JsonValue[], at: string): FieldError[] => {
  if (operator === 'In' || operator === 'NotIn')
    return values.length > 0
      ? []
      : [required(`${at}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector")];
  if (operator !== 'Exists' && operator !== 'DoesNotExist')
    return [invalidValue(`${at}.operator`, operator, 'not a valid selector operator')];
  return values.length === 0
    ? []
    : [
        invalidValue(
          `${at}.values`,
          values,
          "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
        ),
      ];
};

const validateSelector = (selector: JsonObject, names: readonly string[]): FieldError[] => {
  const list = Array.isArray(selector['matchExpressions']) ? selector['matchExpressions'].filter(isObject) : [];
  return [
    ...list.flatMap((each) => validateExpression(each, names, selector)),
    ...conflicts(list.map(({ scopeName }) => String(scopeName))).map(() =>
      invalidValue('spec.scopeSelector.matchExpressions', null, 'conflicting scopes'),
    ),
  ];
};

/** ValidateResourceQuotaSpec. */
export const validateResourceQuota = (quota: Unstructured): FieldError[] => {
  const spec = specOf(quota);
  const hard = readAmounts(spec['hard']);
  const names = [...hard.keys()].toSorted();
  const known = names.filter(isQuotaName);
  return [
    ...[...hard].flatMap(([name, quantity]) => [
      ...validateQuotaName(name, `spec.hard[${name}]`),
      ...validateAmount(name, quantity, `spec.hard[${name}]`),
    ]),
    ...validateScopes(Array.isArray(spec['scopes']) ? spec['scopes'].map(String) : [], known),
    ...(isObject(spec['scopeSelector']) ? validateSelector(spec['scopeSelector'], known) : []),
  ];
};
