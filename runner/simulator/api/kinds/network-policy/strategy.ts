import type { JsonObject, JsonValue } from '../../../../core/json.ts';
import { selectorText } from '../../../../core/labels.ts';
import { ageColumn, column, createdAge, nameColumn } from '../../columns.ts';
import { namespaced } from '../../resources.ts';
import { validateObjectMetaUpdate } from '../../validation/meta.ts';
import type { ApiKind } from '../api-kind.ts';
import { mapObjects, withProtocol } from '../support/ports.ts';
import { inSpec } from '../support/spec.ts';
import { type NetworkPolicy, validateNetworkPolicySpec } from './validation.ts';

const isFilled = (list: JsonValue | undefined): boolean => Array.isArray(list) && list.length > 0;

const withRules = (spec: JsonObject, direction: 'ingress' | 'egress'): JsonObject => {
  const { [direction]: given, ...others } = spec;
  if (!isFilled(given)) return others;
  const rules = mapObjects(given, (rule) =>
    Array.isArray(rule['ports']) ? { ...rule, ports: mapObjects(rule['ports'], withProtocol) } : rule,
  );
  return { ...spec, [direction]: rules };
};

export const networkPolicyKind: ApiKind<NetworkPolicy> = {
  resource: namespaced('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', { shortNames: ['netpol'] }),
  defaults: inSpec((spec) => ({
    ...withRules(withRules(spec, 'ingress'), 'egress'),
    podSelector: spec['podSelector'] ?? {},
    policyTypes: isFilled(spec['policyTypes'])
      ? spec['policyTypes']
      : ['Ingress', ...(isFilled(spec['egress']) ? ['Egress'] : [])],
  })),
  validate: ({ spec }) => validateNetworkPolicySpec(spec),
  validateUpdate: (next, old) => [
    ...validateObjectMetaUpdate(next.metadata, old.metadata),
    ...validateNetworkPolicySpec(next.spec),
  ],
  desired: ({ spec }) => spec,
  printer: {
    columns: [nameColumn, column('Pod-Selector'), ageColumn],
    cells: (policy, now) => [
      policy.metadata.name,
      selectorText(policy.spec.podSelector) || '<none>',
      createdAge(policy, now),
    ],
  },
};
