import type { KubernetesObject, Vantage } from '../../../cluster/cluster.ts';
import { countOf } from '../../../core/count.ts';
import { textAt } from '../../../core/json.ts';
import type { Finding } from '../../../core/result.ts';
import { explainService } from '../../../diagnosis/chain.ts';
import type { SampleTrouble } from '../../../diagnosis/sample-trouble.ts';
import { readBackends, type ServiceBackends } from '../../../probe/identity/backends.ts';

import { errorBudget } from '../../../probe/statistics/statistics.ts';
import { resolveTarget, type Target } from '../../../probe/target.ts';
import { failed, type Seen, unknown } from '../../finding.ts';
import type { StepContext } from '../../step.ts';
import type { ServedSpec } from './target-shape.ts';

const looks = 'looks';

/**
 * The error budget of this attempt: 10⁻⁹ for the first, half as much for each further one, 2 · 10⁻⁹ for all together.
 */
export const budgetOfLook = ({ memory }: StepContext): number => {
  const before = Number(memory.get(looks) ?? 0);
  memory.set(looks, before + 1);
  return errorBudget / 2 ** before;
};

/** The source and the target of requests whose answering pods are identified. */
export interface Served {
  vantage: Vantage;
  target: Target;
  /** The endpoints before the first request. */
  before: ServiceBackends;
}

export const locate = async (spec: ServedSpec, context: StepContext): Promise<Served> => {
  const vantage = await context.vantage(spec.from);
  const target = await resolveTarget(context, spec);
  return { vantage, target, before: await readBackends(context, target) };
};

/** Why one client stays with one pod; undefined if the Service does not ask for it. */
export const affinityHint = (service: KubernetesObject): string | undefined =>
  textAt(service, 'spec', 'sessionAffinity') === 'ClientIP'
    ? 'The Service has sessionAffinity: ClientIP, so one client stays with one pod.'
    : undefined;

/** With one ready pod, answers from one pod prove nothing. Without any, the first broken link is the reason. */
export const equalsProveNothing = async (
  context: StepContext,
  { service, namespace }: Target,
  { ready }: ServiceBackends,
  seen: Pick<Seen, 'expected' | 'reproduce'>,
): Promise<Finding> => {
  const why = ready.length === 0 ? await explainService(context, service, namespace) : undefined;
  const actual = countOf(ready.length, 'ready pod');
  const message = `Service ${service} has ${actual}. With fewer than two, answers from one pod prove nothing.`;
  return failed(why?.code ?? 'too-few-pods', why?.message ?? message, { ...seen, actual }, why?.hint);
};

/** The finding for a sample that is unusable whatever was expected. */
export const troubleFinding = ({ subject, reason: { code, message, hint } }: SampleTrouble, seen: Seen): Finding =>
  subject ? failed(code, message, seen, hint) : unknown(code, message, seen, hint);
