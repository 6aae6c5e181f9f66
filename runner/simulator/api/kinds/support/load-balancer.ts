import type { LoadBalancerStatus } from '../../../objects/services.ts';

/** Addresses of a load balancer; a narrow table clips them to 16 characters. */
export const balancerText = (status: LoadBalancerStatus | undefined): string => {
  const list = (status?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter(Boolean);
  return [...new Set(list)].join(',');
};
