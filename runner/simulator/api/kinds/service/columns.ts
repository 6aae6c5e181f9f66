import type { Service } from '../../../objects/services.ts';
import { ageColumn, column, createdAge, nameColumn, type Printer, pairsText } from '../../columns.ts';
import { balancerText } from '../support/load-balancer.ts';

const externalText = ({ spec, status }: Service): string => {
  const own = spec.externalIPs ?? [];
  if (spec.type === 'ExternalName') return spec.externalName ?? '<none>';
  if (spec.type !== 'LoadBalancer') return own.join(',') || '<none>';
  const balanced = balancerText(status.loadBalancer);
  return [...(balanced ? [balanced] : []), ...own].join(',') || '<pending>';
};

export const servicePrinter: Printer<Service> = {
  columns: [
    nameColumn,
    column('Type'),
    column('Cluster-IP'),
    column('External-IP'),
    column('Port(s)'),
    ageColumn,
    column('Selector', 1),
  ],
  cells: (service, now) => [
    service.metadata.name,
    service.spec.type,
    service.spec.clusterIPs?.[0] || '<none>',
    externalText(service),
    (service.spec.ports ?? [])
      .map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`)
      .join(',') || '<none>',
    createdAge(service, now),
    pairsText(service.spec.selector),
  ],
};
