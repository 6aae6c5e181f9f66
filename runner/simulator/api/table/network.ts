import { isObject } from '../../../core/json.ts';
import type {
  EndpointSlice,
  Endpoints,
  Ingress,
  LoadBalancerStatus,
  Service,
  Unstructured,
} from '../../objects/objects.ts';
import { selectorText } from '../selectors.ts';
import { ageColumn, column, createdAge, firstThree, nameColumn, type Printer, pairsText } from './table.ts';

/** Addresses of a load balancer; a narrow table clips them to 16 characters. */
const balancerText = (status: LoadBalancerStatus | undefined): string => {
  const list = (status?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter(Boolean);
  return [...new Set(list)].join(',');
};

const externalText = ({ spec, status }: Service): string => {
  const own = spec.externalIPs ?? [];
  if (spec.type === 'ExternalName') return spec.externalName ?? '<none>';
  if (spec.type !== 'LoadBalancer') return own.join(',') || '<none>';
  const balanced = balancerText(status.loadBalancer);
  return [...(balanced ? [balanced] : []), ...own].join(',') || '<pending>';
};

export const servicePrinter: Printer = {
  columns: [
    nameColumn,
    column('Type'),
    column('Cluster-IP'),
    column('External-IP'),
    column('Port(s)'),
    ageColumn,
    column('Selector', 1),
  ],
  cells: (service: Service, now) => [
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

const endpointsText = ({ subsets }: Endpoints): string => {
  const all = (subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
  );
  // Subsets of addresses that are not ready print as nothing at all.
  return (subsets ?? []).length > 0 ? firstThree(all) : '<none>';
};

export const endpointsPrinter: Printer = {
  columns: [nameColumn, column('Endpoints'), ageColumn],
  cells: (endpoints: Endpoints, now) => [endpoints.metadata.name, endpointsText(endpoints), createdAge(endpoints, now)],
};

export const endpointSlicePrinter: Printer = {
  columns: [nameColumn, column('AddressType'), column('Ports'), column('Endpoints'), ageColumn],
  cells: (slice: EndpointSlice, now) => {
    const ports = (slice.ports ?? []).map(({ port }) => (port === undefined ? '*' : String(port)));
    return [
      slice.metadata.name,
      slice.addressType,
      firstThree(ports) || '<unset>',
      firstThree((slice.endpoints ?? []).flatMap(({ addresses }) => addresses)) || '<unset>',
      createdAge(slice, now),
    ];
  },
};

export const ingressPrinter: Printer = {
  columns: [nameColumn, column('Class'), column('Hosts'), column('Address'), column('Ports'), ageColumn],
  cells: (ingress: Ingress, now) => {
    const hosts = (ingress.spec.rules ?? []).map(({ host }) => host || '*').filter((each) => each !== '*');
    return [
      ingress.metadata.name,
      ingress.spec.ingressClassName ?? '<none>',
      firstThree(hosts) || '*',
      balancerText(ingress.status.loadBalancer),
      ingress.spec.tls?.length ? '80, 443' : '80',
      createdAge(ingress, now),
    ];
  },
};

export const ingressClassPrinter: Printer = {
  columns: [nameColumn, column('Controller'), column('Parameters'), ageColumn],
  cells: (object: Unstructured, now) => {
    const spec = isObject(object['spec']) ? object['spec'] : {};
    const parameters = isObject(spec['parameters']) ? spec['parameters'] : undefined;
    const target = parameters && `${parameters['kind']}${parameters['apiGroup'] ? `.${parameters['apiGroup']}` : ''}`;
    return [
      object.metadata.name,
      String(spec['controller'] ?? ''),
      parameters ? `${target}/${parameters['name']}` : '<none>',
      createdAge(object, now),
    ];
  },
};

export const networkPolicyPrinter: Printer = {
  columns: [nameColumn, column('Pod-Selector'), ageColumn],
  cells: (object: Unstructured, now) => {
    const spec = isObject(object['spec']) ? object['spec'] : {};
    const selector = isObject(spec['podSelector']) ? spec['podSelector'] : {};
    return [object.metadata.name, selectorText(selector) || '<none>', createdAge(object, now)];
  },
};
