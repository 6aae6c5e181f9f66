import type { JsonPath, JsonValue } from '../core/json.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** The names of the mutation operators, in the order of reports. */
export const operatorNames = [
  'missing',
  'name',
  'namespace',
  'selector',
  'port',
  'target-port',
  'port-name',
  'node-port',
  'type',
  'cluster-ip',
  'external-name',
  'affinity',
  'traffic-policy',
  'publish-not-ready',
  'replicas',
  'readiness',
  'labels',
  'hostname',
  'dns-policy',
  'address',
  'host',
  'path',
  'backend',
  'tls',
] as const;
export type OperatorName = (typeof operatorNames)[number];

/** A change of one value in an object. Undefined removes the value. */
export interface Edit {
  path: JsonPath;
  to: JsonValue | undefined;
}

/** One mistake in one object: usually one edit, and several if one alone would make the object invalid. */
export interface Mutation {
  operator: OperatorName;
  edits: readonly Edit[];
}

/** A scenario with one mistake in its manifests. */
export interface Mutant {
  /** `SCENARIO: OPERATOR KIND/NAME PATH`. It is the same as long as the manifest is. */
  id: string;
  operator: OperatorName;
  /** The change, for a person: `spec.selector.app: kubia → kubia-other`. */
  text: string;
  /** The id of the original scenario. */
  origin: string;
  scenario: Scenario;
}
