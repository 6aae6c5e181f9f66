import type { Reason } from '../core/reason.ts';
import { Unmet } from '../core/rejection.ts';
import type { ProbeContext } from '../probe/exec.ts';
import { links } from './links/index.ts';
import { type ServiceSnapshot, takeSnapshot } from './snapshot.ts';

/**
 * The first broken link between a Service's name and its pods. Undefined if the objects show no fault. A missing
 * Service is the first link, so it is a reason and no rejection.
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
