import type { Service } from '../../../objects/services.ts';
import type { QuotaEvaluator } from '../../limits/evaluator.ts';
import { count } from '../../quantity.ts';

const names = ['count/services', 'services', 'services.nodeports', 'services.loadbalancers'];

/** A load balancer counts its node ports too, unless it shall have none but those that it names. */
const nodePorts = ({ spec }: Service): number => {
  const ports = spec.ports ?? [];
  if (spec.type === 'NodePort') return ports.length;
  if (spec.type !== 'LoadBalancer') return 0;
  return spec.allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort).length : ports.length;
};

/** pkg/quota/v1/evaluator/core/services.go */
export const serviceQuota: QuotaEvaluator<Service> = {
  counts: (name) => names.includes(name),
  usage: (service) =>
    new Map([
      ['count/services', count(1)],
      ['services', count(1)],
      ['services.nodeports', count(nodePorts(service))],
      ['services.loadbalancers', count(service.spec.type === 'LoadBalancer' ? 1 : 0)],
    ]),
  onUpdate: true,
};
