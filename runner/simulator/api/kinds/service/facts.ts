import type { Service } from '../../../objects/services.ts';
import { warningsOfCidr, warningsOfIp } from '../../validation/addresses.ts';

/** Only a Service of type ClusterIP can be headless. */
export const isHeadless = ({ spec }: Service): boolean => spec.type === 'ClusterIP' && spec.clusterIP === 'None';

/** Reachable from outside the cluster, so that externalTrafficPolicy means something. */
export const isExternal = ({ spec }: Service): boolean =>
  spec.type === 'LoadBalancer' ||
  spec.type === 'NodePort' ||
  (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);

export const needsHealthCheck = ({ spec }: Service): boolean =>
  spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';

export const needsClusterIp = ({ spec }: Service): boolean => spec.type !== 'ExternalName';

export const needsNodePort = ({ spec }: Service): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);

/** pkg/api/service/warnings.go */
export const warningsOfService = (service: Service): string[] => {
  const { spec, metadata } = service;
  const headless = isHeadless(service);
  const hints = 'service.kubernetes.io/topology-aware-hints';
  return [
    ...(metadata.annotations?.[hints] === undefined
      ? []
      : [`annotation ${hints} is deprecated, please use service.kubernetes.io/topology-mode instead`]),
    ...(headless ? [] : (spec.clusterIPs ?? []).flatMap((ip, index) => warningsOfIp(`spec.clusterIPs[${index}]`, ip))),
    ...(headless && spec.loadBalancerIP ? ['spec.loadBalancerIP is ignored for headless services'] : []),
    ...(headless && spec.externalIPs?.length ? ['spec.externalIPs is ignored for headless services'] : []),
    ...(headless && spec.sessionAffinity !== 'None' ? ['spec.SessionAffinity is ignored for headless services'] : []),
    ...(spec.externalIPs ?? []).flatMap((ip, index) => warningsOfIp(`spec.externalIPs[${index}]`, ip)),
    ...(spec.loadBalancerIP ? warningsOfIp('spec.loadBalancerIP', spec.loadBalancerIP) : []),
    ...(spec.loadBalancerSourceRanges ?? []).flatMap((range, index) =>
      warningsOfCidr(`spec.loadBalancerSourceRanges[${index}]`, range.trim()),
    ),
    ...(spec.type === 'ExternalName' && spec.externalIPs?.length
      ? ['spec.externalIPs is ignored when spec.type is "ExternalName"']
      : []),
    ...(spec.type !== 'ExternalName' && spec.externalName
      ? ['spec.externalName is ignored when spec.type is not "ExternalName"']
      : []),
  ];
};
