import type { KubernetesObject, Needs } from '../cluster/cluster.ts';
import type { Span } from '../core/diagnostic.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { PlannedScenario, PlannedStep } from '../core/result.ts';
import type { DescribedImage } from '../core/simulated-image.ts';
import type { AnyStepKind } from '../steps/step.ts';
import type { Mention } from './mentions.ts';

/**
 * A scenario after loading: it has been checked and its defaults are filled in. `spec` and the manifests still contain
 * `${…}` expressions; the engine replaces them by their values.
 */
export interface Scenario {
  planned: PlannedScenario;
  about?: string;
  needs: Needs;
  /** Whether it must run alone: it has cluster-scoped objects or fixed node ports, or disrupts the cluster. */
  serial: boolean;
  /** The aliases of additional namespaces. */
  namespaces: string[];
  vars: Record<string, JsonValue>;
  /** Descriptions of images for a simulated cluster, which cannot run the images themselves. */
  simulatedImages: DescribedImage[];
  /** The id of the scenario whose image descriptions apply. A changed copy with another id keeps it. */
  imageScope: string;
  /** The kinds and images in its manifests. */
  mentions: Mention[];
  /** The set-up, applied in order, each entry as one batch. */
  given: GivenEntry[];
  steps: BoundStep[];
  cleanup: BoundStep[];
}

export interface GivenEntry {
  /** The file, or "manifest". */
  title: string;
  objects: KubernetesObject[];
}

/** A step inside the body of another step. */
export interface InnerStep {
  kind: AnyStepKind;
  spec: JsonObject;
}

export interface BoundStep {
  planned: PlannedStep;
  kind: AnyStepKind;
  /** The body, with defaults. */
  spec: JsonObject;
  /** How long the step is tried at most, in milliseconds. */
  within: number;
  /** How long the expectation must then stay true, in milliseconds. */
  holdFor: number;
  requires: string[];
  /** Name → path in the observation. */
  capture: Record<string, string>;
  needs: Needs;
  /** The steps inside its body. */
  inner: InnerStep[];
  /** A note for course staff. It is not in the plan, so no report for students contains it. */
  instructor?: string;
  /** The place of the step, for messages. */
  span: Span;
}
