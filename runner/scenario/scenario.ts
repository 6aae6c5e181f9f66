import type { KubernetesObject, Needs } from '../cluster/cluster.ts';
import type { Span } from '../core/diagnostic.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { PlannedScenario, PlannedStep } from '../core/result.ts';
import type { DescribedImage } from '../core/simulated-image.ts';
import type { AnyStepKind } from '../steps/step.ts';

/**
 * A scenario after loading: nothing optional is left open and nothing needs checking again, but `${…}` expressions
 * still stand in `spec` and in the manifests; the engine gives them values.
 */
export interface Scenario {
  planned: PlannedScenario;
  about?: string;
  needs: Needs;
  /** Runs alone: cluster-scoped objects, fixed node ports, disruption. */
  serial: boolean;
  /** Extra namespaces by the name that the scenario uses for them. */
  namespaces: string[];
  vars: Record<string, JsonValue>;
  /** What a simulated cluster runs for the images that it cannot run. */
  simulatedImages: DescribedImage[];
  /** Whose descriptions count in its namespaces: its own id, also when a copy of it is changed and named otherwise. */
  imageScope: string;
  /** Applied in order, each entry as one batch. */
  given: GivenEntry[];
  steps: BoundStep[];
  cleanup: BoundStep[];
}

export interface GivenEntry {
  /** The file, or "manifest". */
  title: string;
  objects: KubernetesObject[];
}

/** A step inside another's body, as it was when the scenario was loaded. */
export interface InnerStep {
  kind: AnyStepKind;
  spec: JsonObject;
}

export interface BoundStep {
  planned: PlannedStep;
  kind: AnyStepKind;
  /** The body with defaults filled in. */
  spec: JsonObject;
  /** Milliseconds; the kind's default when the step does not say. */
  within: number;
  /** Milliseconds it must keep holding; 0 by default. */
  holdFor: number;
  requires: string[];
  /** Name → path into the observation. */
  capture: Record<string, string>;
  needs: Needs;
  /** The steps inside its body. */
  inner: InnerStep[];
  /** A note for course staff. It stays out of the plan, and so out of every report that a student may see. */
  instructor?: string;
  /** Where the step stands, for messages. */
  span: Span;
}
