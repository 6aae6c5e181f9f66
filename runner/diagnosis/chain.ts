import type { Reason } from '../core/reason.ts';
import { Unmet } from '../core/rejection.ts';
import type { ProbeContext } from '../probe/exec.ts';
import { links } from './links/index.ts';
import { type ServiceSnapshot, takeSnapshot } from './snapshot.ts';

/**
 * The first broken link between a Service's name and its pods, in a student's words. Undefined when the objects show no
 * fault. Never rejects for a missing Service: that is an answer.
 */
export const explainService = async (
  context: ProbeContext,
  name: string,
  namespace = context.namespace,
): Promise<Reason | undefined> => {
  try {
    return await firstBroken(await takeSnapshot(context, name, namespace));
  } catch (cause) {
    if (cause instanceof Unmet) return cause.reason;
    throw cause;
  }
};

const firstBroken = async (snapshot: ServiceSnapshot): Promise<Reason | undefined> => {
  for (const link of links) {
    const reason = await link.explain(snapshot);
    if (reason) return reason;
  }
  return undefined;
};
