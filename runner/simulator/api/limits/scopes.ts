import { isObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import type { Pod, Unstructured } from '../../objects/objects.ts';
import { qualityOf } from '../admission.ts';

/** One condition of a quota on the pods that it counts. */
export interface ScopeRule {
  scopeName: string;
  operator: string;
  values: readonly string[];
}

const textsOf = (value: JsonValue | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

/** `scopes` and `scopeSelector` together. */
export const scopeRulesOf = (spec: JsonObject): ScopeRule[] => {
  const selector = isObject(spec['scopeSelector']) ? spec['scopeSelector'] : {};
  const expressions = Array.isArray(selector['matchExpressions']) ? selector['matchExpressions'].filter(isObject) : [];
  return [
    ...textsOf(spec['scopes']).map((scopeName) => ({ scopeName, operator: 'Exists', values: [] })),
    ...expressions.map((each) => ({
      scopeName: String(each['scopeName']),
      operator: String(each['operator']),
      values: textsOf(each['values']),
    })),
  ];
};

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

const matches = (pod: Pod, rule: ScopeRule): boolean => {
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

/** Whether a quota with these rules counts the object: scopes are of pods only. */
export const isInScope = (rules: readonly ScopeRule[], object: Unstructured): boolean =>
  rules.every((rule) => object.kind === 'Pod' && matches(object as unknown as Pod, rule));
