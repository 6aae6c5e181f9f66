import { isObject, type JsonObject, type JsonValue } from '../../../../core/json.ts';
import type { Pod } from '../../../objects/pods.ts';
import type { ScopeRule } from '../../limits/scopes.ts';
import { qualityOf } from './quality.ts';

const textsOf = (value: JsonValue | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

const isTerminating = ({ spec }: Pod): boolean => Number(spec['activeDeadlineSeconds'] ?? -1) >= 0;

/** Terms of affinity that look into other namespaces. */
const looksElsewhere = ({ spec }: Pod): boolean => {
  const affinity = spec.affinity ?? {};
  const terms = ['podAffinity', 'podAntiAffinity'].flatMap((key) => {
    const part = isObject(affinity[key]) ? affinity[key] : {};
    const list = (name: string): JsonObject[] => (Array.isArray(part[name]) ? part[name].filter(isObject) : []);
    return [
      ...list('requiredDuringSchedulingIgnoredDuringExecution'),
      ...list('preferredDuringSchedulingIgnoredDuringExecution').map(({ podAffinityTerm }) =>
        isObject(podAffinityTerm) ? podAffinityTerm : {},
      ),
    ];
  });
  return terms.some(
    ({ namespaces, namespaceSelector }) => textsOf(namespaces).length > 0 || namespaceSelector !== undefined,
  );
};

const hasPriority = ({ spec }: Pod, { operator, values }: ScopeRule): boolean => {
  const name = String(spec['priorityClassName'] ?? '');
  if (operator === 'Exists') return name !== '';
  if (operator === 'DoesNotExist') return name === '';
  return operator === 'In' ? name !== '' && values.includes(name) : !values.includes(name) || name === '';
};

/** Whether a pod is in a scope: https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes */
export const isInScope = (pod: Pod, rule: ScopeRule): boolean => {
  switch (rule.scopeName) {
    case 'Terminating':
      return isTerminating(pod);
    case 'NotTerminating':
      return !isTerminating(pod);
    case 'BestEffort':
      return qualityOf(pod.spec) === 'BestEffort';
    case 'NotBestEffort':
      return qualityOf(pod.spec) !== 'BestEffort';
    case 'PriorityClass':
      return hasPriority(pod, rule);
    case 'CrossNamespacePodAffinity':
      return looksElsewhere(pod);
    default:
      return false;
  }
};
