import { isObject, type JsonObject } from '../../../core/json.ts';
import { type FieldFault, invalidValue, notSupported, required } from '../field-fault.ts';
import { isSame, type LabelSelector, type PodTemplate, type Words } from '../objects.ts';
import { matcherOf, matchesPairs } from '../selectors.ts';
import { faultsOfLabels } from './meta.ts';
import { faultsOfPodSpec } from './pod.ts';

interface Workload {
  spec: JsonObject & { selector?: JsonObject; template?: PodTemplate; replicas?: number };
}

const faultsOfTemplate = (template: PodTemplate | undefined, policies: readonly string[]): FieldFault[] => {
  const at = 'spec.template';
  if (!template?.spec) return [required(`${at}.spec.containers`)];
  const policy = template.spec.restartPolicy ?? '';
  return [
    ...faultsOfLabels(template.metadata?.labels, `${at}.metadata.labels`),
    ...faultsOfPodSpec(template.spec, `${at}.spec`),
    ...(policies.includes(policy) ? [] : [notSupported(`${at}.spec.restartPolicy`, policy, policies)]),
  ];
};

const faultsOfReplicas = (replicas: number | undefined): FieldFault[] =>
  (replicas ?? 0) < 0 ? [invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')] : [];

const isEmpty = (selector: LabelSelector): boolean =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;

/** Deployment, ReplicaSet, StatefulSet, DaemonSet. */
export const faultsOfWorkload = (kind: string, { spec }: Workload): FieldFault[] => {
  const selector = spec.selector as LabelSelector | undefined;
  const labels: Words = spec.template?.metadata?.labels ?? {};
  const faults = faultsOfReplicas(spec.replicas);
  if (!selector) faults.push(required('spec.selector'));
  else {
    faults.push(...faultsOfLabels(selector.matchLabels, 'spec.selector.matchLabels'));
    if (isEmpty(selector))
      faults.push(invalidValue('spec.selector', selector, `empty selector is invalid for ${kind.toLowerCase()}`));
    else if (!matcherOf(selector)(labels))
      faults.push(invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`'));
  }
  return [...faults, ...faultsOfTemplate(spec.template, ['Always'])];
};

export const faultsOfReplicationController = ({ spec }: Workload): FieldFault[] => {
  const selector = spec.selector as Words | undefined;
  const labels: Words = spec.template?.metadata?.labels ?? {};
  return [
    ...(Object.keys(selector ?? {}).length === 0 ? [required('spec.selector')] : []),
    ...faultsOfReplicas(spec.replicas),
    ...(spec.template
      ? [
          ...(matchesPairs(selector, labels)
            ? []
            : [invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]),
          ...faultsOfTemplate(spec.template, ['Always']),
        ]
      : [required('spec.template')]),
  ];
};

export const faultsOfJob = ({ spec }: Workload): FieldFault[] =>
  faultsOfTemplate(spec.template, ['OnFailure', 'Never']);

/** Selectors of apps/v1 and a Job's template never change. */
export const faultsOfWorkloadUpdate = (kind: string, next: Workload, old: Workload): FieldFault[] => {
  const frozen = kind === 'Job' ? (['selector', 'template', 'completions'] as const) : (['selector'] as const);
  if (kind === 'ReplicationController') return [];
  const faults = frozen
    .filter((key) => !isSame(next.spec[key], old.spec[key]))
    .map((key) => invalidValue(`spec.${key}`, isObject(next.spec[key]) ? next.spec[key] : null, 'field is immutable'));
  return faults;
};
