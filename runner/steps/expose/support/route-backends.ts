import type { ProbeContext } from '../../../probe/exec.ts';
import { type Backend, readBackends, sameBackends } from '../../../probe/identity/backends.ts';
import { Unmet } from '../../finding.ts';

/** Service → its ready endpoints, or why they cannot be read. */
export type RouteBackends = ReadonlyMap<string, { ready: readonly Backend[]; missing?: string }>;

/** The ready endpoints of every Service in the table. A missing Service only makes its own rows fail. */
export const readRouteBackends = async (
  context: ProbeContext,
  routes: readonly { backend?: string }[],
): Promise<RouteBackends> => {
  const services = [...new Set(routes.flatMap(({ backend }) => backend ?? []))];
  const entries = await Promise.all(
    services.map(async (service) => [service, await readOne(context, service)] as const),
  );
  return new Map(entries);
};

const readOne = async (
  context: ProbeContext,
  service: string,
): Promise<{ ready: readonly Backend[]; missing?: string }> => {
  try {
    return { ready: (await readBackends(context, { service })).ready };
  } catch (cause) {
    if (cause instanceof Unmet) return { ready: [], missing: cause.message };
    throw cause;
  }
};

export const sameRouteBackends = (a: RouteBackends, b: RouteBackends): boolean =>
  [...a].every(([service, { ready }]) => sameBackends(ready, b.get(service)?.ready ?? []));
