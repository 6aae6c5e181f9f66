import { isObject, type JsonObject } from '../../../../core/json.ts';
import type { Labels } from '../../../../core/labels.ts';
import type { PodSpec, PodTemplate } from '../../../objects/pods.ts';
import { column } from '../../columns.ts';
import { type FieldError, invalidValue, notSupported, quote, required } from '../../field-error.ts';
import { validateLabels } from '../../validation/meta.ts';
import { faultsOfDns1123Label } from '../../validation/names.ts';
import { defaultPodSpec } from '../pod/defaults.ts';
import { validatePodSpec } from '../pod/validation.ts';

/** The pod template of a workload: its defaults, its checks, its columns. */

export const defaultTemplate = (spec: JsonObject): JsonObject => {
  const template = spec['template'] as PodTemplate | undefined;
  if (!isObject(template) || !isObject(template.spec)) return { ...spec };
  const podSpec = defaultPodSpec(template.spec as PodSpec);
  const metadata: JsonObject = { ...template.metadata };
  return { ...spec, template: { ...template, metadata, spec: podSpec } };
};

/** The labels of a template that has not been checked. */
export const templateLabels = (spec: JsonObject): JsonObject => {
  const template = spec['template'];
  const metadata = isObject(template) ? template['metadata'] : undefined;
  const labels = isObject(metadata) ? metadata['labels'] : undefined;
  return isObject(labels) ? labels : {};
};

/** A template at a path, whose pods may have one of these restart policies. */
export const validatePodTemplate = (
  template: PodTemplate | undefined,
  policies: readonly string[],
  at = 'spec.template',
): FieldError[] => {
  if (!template?.spec) return [required(`${at}.spec.containers`)];
  const policy = template.spec.restartPolicy ?? '';
  const field = `${at}.spec.restartPolicy`;
  // A policy that was left out has become Always.
  const fault =
    policy === 'Always' && !policies.includes(policy)
      ? required(field, `valid values: ${policies.map(quote).join(', ')}`)
      : notSupported(field, policy, policies);
  return [
    ...validateLabels(template.metadata?.labels, `${at}.metadata.labels`),
    ...validatePodSpec(template.spec, `${at}.spec`),
    ...(policies.includes(policy) ? [] : [fault]),
  ];
};

export const mismatch = (labels: Labels | undefined): FieldError =>
  invalidValue('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`');

/** Of objects that give their name to pods. */
export const warningsOfPodName = (name: string): string[] => {
  const faults = faultsOfDns1123Label(name);
  if (faults.length === 0) return [];
  return [
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${faults.join(' ')}]`,
  ];
};

export const templateColumns = [column('Containers', 1), column('Images', 1)];

export const templateCells = ({ spec }: PodTemplate): string[] => [
  (spec.containers ?? []).map(({ name }) => name).join(','),
  (spec.containers ?? []).map(({ image }) => image).join(','),
];
