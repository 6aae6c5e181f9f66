import { isObject, type JsonObject } from '../../../core/json.ts';
import { isSame, type LabelSelector, type Labels, type PodTemplate } from '../../objects/objects.ts';
import { type FieldError, forbiddenField, invalidValue, notSupported, quote, required } from '../field-error.ts';
import { matcherOf, matchesPairs } from '../selectors.ts';
import { faultsOfLabels } from './meta.ts';
import { faultsOfPodSpec } from './pod.ts';

interface Workload {
  spec: JsonObject & { selector?: JsonObject; template?: PodTemplate; replicas?: number };
}

const faultsOfTemplate = (template: PodTemplate | undefined, policies: readonly string[]): FieldError[] => {
  const at = 'spec.template';
  if (!template?.spec) return [required(`${at}.spec.containers`)];
  const policy = template.spec.restartPolicy ?? '';
  const field = `${at}.spec.restartPolicy`;
  // A policy that was left out has become Always.
  const fault =
    policy === 'Always' && !policies.includes(policy)
      ? required(field, `valid values: ${policies.map(quote).join(', ')}`)
      : notSupported(field, policy, policies);
  return [
    ...faultsOfLabels(template.metadata?.labels, `${at}.metadata.labels`),
    ...faultsOfPodSpec(template.spec, `${at}.spec`),
    ...(policies.includes(policy) ? [] : [fault]),
  ];
};

const faultsOfReplicas = (replicas: number | undefined): FieldError[] =>
  (replicas ?? 0) < 0 ? [invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')] : [];

const isEmpty = (selector: LabelSelector): boolean =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;

const mismatch = (labels: Labels | undefined): FieldError =>
  invalidValue('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`');

const faultsOfSelector = (kind: string, { spec }: Workload): FieldError[] => {
  const selector = spec.selector as LabelSelector | undefined;
  const labels = spec.template?.metadata?.labels;
  // Without a selector nothing matches.
  if (!selector) return [...(kind === 'DaemonSet' ? [] : [required('spec.selector')]), mismatch(labels)];
  return [
    ...faultsOfLabels(selector.matchLabels, 'spec.selector.matchLabels'),
    ...(isEmpty(selector)
      ? [invalidValue('spec.selector', selector, `empty selector is invalid for ${kind.toLowerCase()}`)]
      : matcherOf(selector)(labels ?? {})
        ? []
        : [mismatch(labels)]),
  ];
};

const strategies = ['Recreate', 'RollingUpdate'];
const managements = ['OrderedReady', 'Parallel'];

/** Ways to replace pods. Messages show the API server's own types, whose fields have Go's names. */
const faultsOfStrategy = (kind: string, { spec }: Workload): FieldError[] => {
  const strategy = isObject(spec['strategy']) ? spec['strategy'] : {};
  const type = String(strategy['type']);
  if (kind === 'Deployment' && !strategies.includes(type))
    return [notSupported('spec.strategy', { Type: type, RollingUpdate: null }, strategies)];
  if (kind === 'Deployment' && type === 'Recreate' && strategy['rollingUpdate'] !== undefined)
    return [forbiddenField('spec.strategy.rollingUpdate', "may not be specified when strategy `type` is 'Recreate'")];
  return [];
};

const faultsOfManagement = (kind: string, { spec }: Workload): FieldError[] => {
  const management = String(spec['podManagementPolicy']);
  return kind === 'StatefulSet' && !managements.includes(management)
    ? [invalidValue('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'")]
    : [];
};

/** Deployment, ReplicaSet, StatefulSet, DaemonSet. */
export const faultsOfWorkload = (kind: string, workload: Workload): FieldError[] => [
  ...faultsOfManagement(kind, workload),
  ...faultsOfReplicas(workload.spec.replicas),
  ...faultsOfSelector(kind, workload),
  ...faultsOfTemplate(workload.spec.template, ['Always']),
  ...faultsOfStrategy(kind, workload),
];

export const faultsOfReplicationController = ({ spec }: Workload): FieldError[] => {
  const selector = spec.selector as Labels | undefined;
  const labels = spec.template?.metadata?.labels;
  return [
    ...(Object.keys(selector ?? {}).length === 0 ? [required('spec.selector')] : []),
    ...faultsOfReplicas(spec.replicas),
    ...(spec.template
      ? [...(matchesPairs(selector, labels) ? [] : [mismatch(labels)]), ...faultsOfTemplate(spec.template, ['Always'])]
      : [required('spec.template')]),
  ];
};

export const faultsOfJob = ({ spec }: Workload): FieldError[] =>
  faultsOfTemplate(spec.template, ['OnFailure', 'Never']);

/** Selectors of apps/v1 and a Job's template never change. */
export const faultsOfWorkloadUpdate = (kind: string, next: Workload, old: Workload): FieldError[] => {
  const frozen = kind === 'Job' ? (['selector', 'template', 'completions'] as const) : (['selector'] as const);
  if (kind === 'ReplicationController') return [];
  const faults = frozen
    .filter((key) => !isSame(next.spec[key], old.spec[key]))
    .map((key) => invalidValue(`spec.${key}`, isObject(next.spec[key]) ? next.spec[key] : null, 'field is immutable'));
  return faults;
};
