import type { Cluster } from '../cluster/cluster.ts';
import { notSimulatedMessage } from '../core/not-simulated.ts';
import type { ReasonCode } from '../core/reason.ts';
import type { StepResult, Trouble } from '../core/result.ts';
import { notSimulated } from '../steps/finding.ts';

/** The API server alone decides about these, whatever runs in the pods. */
const apart: ReadonlySet<ReasonCode | undefined> = new Set<ReasonCode>([
  'request-refused',
  'request-accepted',
  'refusal-mismatch',
]);

/**
 * Watches whether the pods of a scenario need an image that the cluster does not simulate. On a real cluster they might
 * run: so a step that fails meanwhile is an error, and a scenario in which all steps pass is not green.
 */
export class UnsimulatedParts {
  readonly #needed: () => readonly string[];
  readonly #untold = new Set<string>();
  #isTold = false;

  constructor(cluster: Cluster, namespaces: readonly string[]) {
    this.#needed = () => cluster.notSimulated?.(namespaces) ?? [];
  }

  /** The result of a step that has just ended, with the blame where it belongs. */
  review(result: StepResult): StepResult {
    const things = this.#needed();
    for (const thing of things) this.#untold.add(thing);
    if (things.length === 0 || result.outcome !== 'failed' || apart.has(result.reason?.code)) return result;
    this.#isTold = true;
    return { ...result, ...notSimulated(things, result) };
  }

  /** The things that no step has told yet. */
  get trouble(): Trouble | undefined {
    const things = [...this.#untold];
    if (this.#isTold || things.length === 0) return undefined;
    return {
      phase: 'run',
      outcome: 'error',
      diagnostic: {
        code: 'not-simulated',
        message: notSimulatedMessage(things),
        hint: 'A step that passed may prove nothing: on a real cluster its pods may run.',
      },
      notSimulated: things,
    };
  }
}
