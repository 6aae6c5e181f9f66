import type { JsonObject } from '../../../core/json.ts';
import type { LabelSelector } from '../../../core/labels.ts';
import type { Condition, Typed } from '../../objects/metadata.ts';
import { ageColumn, column, createdAge, nameColumn } from '../columns.ts';
import { type FieldError, invalidValue, notSupported } from '../field-error.ts';
import { namespaced } from '../resources.ts';
import { validateLabelSelector } from '../validation/meta.ts';
import type { ApiKind } from './api-kind.ts';
import { status } from './support/subresources.ts';

export type PodDisruptionBudget = Typed<
  JsonObject & {
    minAvailable?: number | string;
    maxUnavailable?: number | string;
    selector?: LabelSelector;
    unhealthyPodEvictionPolicy?: string;
  },
  JsonObject & {
    currentHealthy: number;
    desiredHealthy: number;
    expectedPods: number;
    disruptionsAllowed: number;
    observedGeneration?: number;
    /** Pods that are being evicted → since when. */
    disruptedPods?: Record<string, string>;
    conditions?: Condition[];
  }
>;

declare module '../../objects/kinds.ts' {
  interface Kinds {
    PodDisruptionBudget: PodDisruptionBudget;
  }
}

const policies = ['AlwaysAllow', 'IfHealthyBudget'];

const percentWords =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** A number of pods, or a part of them. */
const validateAmount = (amount: number | string | undefined, at: string): FieldError[] => {
  if (typeof amount === 'number')
    return amount < 0 ? [invalidValue(at, amount, 'must be greater than or equal to 0')] : [];
  if (amount === undefined) return [];
  if (!/^[0-9]+%$/.test(amount)) return [invalidValue(at, amount, percentWords)];
  return Number(amount.slice(0, -1)) > 100 ? [invalidValue(at, amount, 'must not be greater than 100%')] : [];
};

/** ValidatePodDisruptionBudgetSpec. */
const validate = ({ spec }: PodDisruptionBudget): FieldError[] => {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  // Messages show the API server's own type, whose fields have Go's names.
  const shown = {
    MinAvailable: minAvailable ?? null,
    Selector: selector ?? null,
    MaxUnavailable: maxUnavailable ?? null,
    UnhealthyPodEvictionPolicy: policy ?? null,
  };
  return [
    ...(minAvailable !== undefined && maxUnavailable !== undefined
      ? [invalidValue('spec', shown, 'minAvailable and maxUnavailable cannot be both set')]
      : []),
    ...validateAmount(minAvailable, 'spec.minAvailable'),
    ...validateAmount(maxUnavailable, 'spec.maxUnavailable'),
    ...validateLabelSelector(selector, 'spec.selector'),
    ...(policy === undefined || policies.includes(policy)
      ? []
      : [notSupported('spec.unhealthyPodEvictionPolicy', policy, policies)]),
  ];
};

type Status = PodDisruptionBudget['status'];

const conditionType = 'DisruptionAllowed';

/** The status with the condition that says whether a pod may go: component-helpers/apps/poddisruptionbudget. */
export const withDisruptionCondition = (given: Status, time: string): Status => {
  const { conditions = [], disruptionsAllowed, observedGeneration } = given;
  const before = conditions.find(({ type }) => type === conditionType);
  const isAllowed = disruptionsAllowed > 0;
  const state = isAllowed ? 'True' : 'False';
  const condition: Condition = {
    type: conditionType,
    status: state,
    ...(observedGeneration !== undefined && { observedGeneration }),
    lastTransitionTime: before?.status === state ? (before.lastTransitionTime ?? time) : time,
    reason: isAllowed ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  };
  return { ...given, conditions: [...conditions.filter((each) => each !== before), condition] };
};

/** https://kubernetes.io/docs/tasks/run-application/configure-pdb/ */
export const podDisruptionBudgetKind: ApiKind<PodDisruptionBudget> = {
  resource: namespaced('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', { shortNames: ['pdb'] }),
  subresources: { status },
  firstStatus: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
  validate,
  validateUpdate: validate,
  isVersionRequired: true,
  desired: ({ spec }) => spec,
  printer: {
    columns: [
      nameColumn,
      column('Min Available'),
      column('Max Unavailable'),
      column('Allowed Disruptions', 0, 'integer'),
      ageColumn,
    ],
    cells: (budget, now) => [
      budget.metadata.name,
      String(budget.spec.minAvailable ?? 'N/A'),
      String(budget.spec.maxUnavailable ?? 'N/A'),
      budget.status.disruptionsAllowed,
      createdAge(budget, now),
    ],
  },
};
