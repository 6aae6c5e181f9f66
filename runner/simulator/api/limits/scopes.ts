import { isObject, type JsonObject, type JsonValue } from '../../../core/json.ts';

/** One condition of a quota on the objects that it counts. */
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
