import type { JsonPath, JsonValue } from '../core/json.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Names of the ways to break a manifest, in the order in which reports have them. */
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

/** One value of an object, set to another one; undefined takes it away. */
export interface Edit {
  path: JsonPath;
  to: JsonValue | undefined;
}

/** One mistake in one object: nearly always one edit, more where one alone would be no valid object. */
export interface Mutation {
  operator: OperatorName;
  edits: readonly Edit[];
}

/** A scenario with one mistake in its manifests. */
export interface Mutant {
  /** `SCENARIO: OPERATOR KIND/NAME PATH`: stable as long as the manifest is. */
  id: string;
  operator: OperatorName;
  /** What was done, for a person: `spec.selector.app: kubia → kubia-other`. */
  text: string;
  /** The unharmed scenario's id. */
  origin: string;
  scenario: Scenario;
}
