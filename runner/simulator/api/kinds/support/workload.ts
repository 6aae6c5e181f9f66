import { isObject, isSameJson, type JsonObject } from '../../../../core/json.ts';
import { type LabelSelector, matcherOf } from '../../../../core/labels.ts';
import type { Unstructured } from '../../../objects/metadata.ts';
import type { PodTemplate } from '../../../objects/pods.ts';
import { type FieldError, invalidValue, required } from '../../field-error.ts';
import { validateLabelSelector, validateObjectMetaChange } from '../../validation/meta.ts';
import { mismatch, validatePodTemplate } from './pod-template.ts';

/** An object of apps/v1 that makes pods. */
export interface Workload extends Unstructured {
  spec: JsonObject & { selector?: LabelSelector; template?: PodTemplate; replicas?: number };
}

/** Defaults of a way to replace pods. */
export const defaultRollingUpdate = (strategy: unknown, values: JsonObject): JsonObject => {
  const given = isObject(strategy) ? strategy : {};
  const type = given['type'] || 'RollingUpdate';
  if (type !== 'RollingUpdate') return { ...given, type };
  const own = isObject(given['rollingUpdate']) ? given['rollingUpdate'] : {};
  return { ...given, type, rollingUpdate: { ...values, ...own } };
};

export const validateReplicas = (replicas: number | undefined): FieldError[] =>
  (replicas ?? 0) < 0 ? [invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')] : [];

export const isEmptySelector = (selector: LabelSelector): boolean =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;

const validateSelectorMatch = ({ kind, spec }: Workload, selector: LabelSelector): FieldError[] => {
  const labels = spec.template?.metadata?.labels;
  if (isEmptySelector(selector))
    return [invalidValue('spec.selector', selector, `empty selector is invalid for ${kind.toLowerCase()}`)];
  return matcherOf(selector)(labels ?? {}) ? [] : [mismatch(labels)];
};

/** `isRequired`: a missing selector is told, beside that it matches nothing. */
export const validateSelector = (workload: Workload, isRequired = true): FieldError[] => {
  const { selector, template } = workload.spec;
  if (!selector) return [...(isRequired ? [required('spec.selector')] : []), mismatch(template?.metadata?.labels)];
  return [...validateLabelSelector(selector, 'spec.selector'), ...validateSelectorMatch(workload, selector)];
};

/** Checks that Deployment, ReplicaSet, StatefulSet and DaemonSet have in common. */
export const validateWorkload = (workload: Workload, isSelectorRequired = true): FieldError[] => [
  ...validateReplicas(workload.spec.replicas),
  ...validateSelector(workload, isSelectorRequired),
  ...validatePodTemplate(workload.spec.template, ['Always']),
];

/** Fields of a spec that never change. */
export const validateImmutableFields = (next: Workload, old: Workload, fields: readonly string[]): FieldError[] =>
  fields
    .filter((key) => !isSameJson(next.spec[key], old.spec[key]))
    .map((key) => {
      const value = next.spec[key];
      return invalidValue(`spec.${key}`, isObject(value) ? value : null, 'field is immutable');
    });

/** An update of a workload of apps/v1: its own checks look at the change of the metadata only. */
export const validateWorkloadUpdate = (next: Workload, old: Workload, own: FieldError[]): FieldError[] => [
  ...validateObjectMetaChange(next.metadata, old.metadata),
  ...own,
  ...validateImmutableFields(next, old, ['selector']),
];
