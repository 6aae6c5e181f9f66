import { isSameJson } from '../../../../core/json.ts';
import type { Service, ServiceSpec } from '../../../objects/services.ts';
import { needsClusterIp, needsNodePort } from './facts.ts';

/** clusterIP is the first of clusterIPs; a client may know only one of the two fields. */
export const alignClusterIps = (spec: ServiceSpec, old: ServiceSpec | undefined): ServiceSpec => {
  if (!old) return spec.clusterIP && !spec.clusterIPs?.length ? { ...spec, clusterIPs: [spec.clusterIP] } : spec;
  let next = spec;
  const { clusterIPs: before = [] } = old;
  if (before.length > 0 && !next.clusterIPs?.length && old.clusterIP === next.clusterIP)
    next = { ...next, clusterIPs: before };
  if (next.clusterIP !== old.clusterIP) {
    if (old.clusterIP && !next.clusterIP && isSameJson(next.clusterIPs, old.clusterIPs)) {
      const { clusterIPs, ...rest } = next;
      next = rest as ServiceSpec;
    } else if (next.clusterIP && isSameJson(next.clusterIPs ?? [], before))
      next = { ...next, clusterIPs: [next.clusterIP] };
  }
  return next;
};

const nodePortsOf = (spec: ServiceSpec): number[] => (spec.ports ?? []).flatMap(({ nodePort }) => nodePort ?? []);

/** Values that the server gave and the client left out come from the old object (patchAllocatedValues). */
const keepAllocated = (service: Service, old: Service): ServiceSpec => {
  const spec = { ...service.spec };
  if (needsClusterIp(old) && needsClusterIp(service)) {
    if (!spec.clusterIP && old.spec.clusterIP) spec.clusterIP = old.spec.clusterIP;
    if (!spec.clusterIPs?.length && old.spec.clusterIPs?.length) spec.clusterIPs = old.spec.clusterIPs;
  }
  if (needsNodePort(old) && needsNodePort(service)) {
    const kept = nodePortsOf(spec);
    const used = new Set(nodePortsOf(old.spec).filter((port) => kept.includes(port)));
    spec.ports = (spec.ports ?? []).map((port) => {
      if (port.nodePort) return port;
      const known = (old.spec.ports ?? []).findLast((each) => (each.name ?? '') === (port.name ?? ''))?.nodePort;
      return known && !used.has(known) ? { ...port, nodePort: known } : port;
    });
  }
  if (!spec.healthCheckNodePort && old.spec.healthCheckNodePort)
    spec.healthCheckNodePort = old.spec.healthCheckNodePort;
  return spec;
};

/** Fields of the old type that the client left as they were (dropTypeDependentFields). */
const dropForType = (service: Service, old: Service): ServiceSpec => {
  const spec = { ...service.spec };
  const dropUnchanged = (...keys: (keyof ServiceSpec & string)[]): void => {
    for (const key of keys) if (isSameJson(spec[key], old.spec[key])) delete spec[key];
  };
  if (needsClusterIp(old) && !needsClusterIp(service)) {
    if (isSameJson(spec.clusterIP, old.spec.clusterIP) && isSameJson(spec.clusterIPs, old.spec.clusterIPs))
      dropUnchanged('clusterIP', 'clusterIPs');
    dropUnchanged('ipFamilies', 'ipFamilyPolicy');
  }
  const hadPorts = old.spec.type === 'NodePort' || old.spec.type === 'LoadBalancer';
  const hasPorts = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  if (hadPorts && !hasPorts && isSameJson(nodePortsOf(spec), nodePortsOf(old.spec)))
    spec.ports = (spec.ports ?? []).map(({ nodePort: _, ...port }) => port);
  const checked = spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
  if (!checked) dropUnchanged('healthCheckNodePort');
  if (old.spec.type === 'LoadBalancer' && spec.type !== 'LoadBalancer')
    dropUnchanged('allocateLoadBalancerNodePorts', 'loadBalancerClass');
  if (hadPorts && !hasPorts && !spec.externalIPs?.length) dropUnchanged('externalTrafficPolicy');
  return spec;
};

/** Prepares an update of a Service before it is allocated and checked: pkg/registry/core/service/strategy.go. */
export const prepareServiceUpdate = (service: Service, old: Service): Service => {
  const kept = { ...service, spec: keepAllocated(service, old) };
  const typed = { ...kept, spec: dropForType(kept, old) };
  const spec = alignClusterIps(typed.spec, old.spec);
  const { status } = service;
  return { ...typed, spec, status: spec.type === 'LoadBalancer' ? status : { ...status, loadBalancer: {} } };
};
