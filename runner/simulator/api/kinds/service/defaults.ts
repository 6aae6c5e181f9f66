import { isObject, type JsonObject } from '../../../../core/json.ts';
import type { ServicePort, ServiceSpec } from '../../../objects/services.ts';

/** SetDefaults_Service. */
export const defaultService = (given: JsonObject): JsonObject => {
  const spec = { ...given } as ServiceSpec;
  if (!spec.sessionAffinity) spec.sessionAffinity = 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined)
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10_800 } };
  if (!spec.type) spec.type = 'ClusterIP';
  if (Array.isArray(spec.ports))
    spec.ports = spec.ports.filter(isObject).map((each) => {
      const port = each as ServicePort;
      // A number that is not given is Go's zero.
      const number = port.port ?? 0;
      return { ...port, protocol: port.protocol || 'TCP', port: number, targetPort: port.targetPort || number };
    });
  const balanced = spec.type === 'LoadBalancer';
  const external = balanced || spec.type === 'NodePort' || (spec.type === 'ClusterIP' && spec.externalIPs?.length);
  if (external && !spec.externalTrafficPolicy) spec.externalTrafficPolicy = 'Cluster';
  if (spec.internalTrafficPolicy === undefined && ['NodePort', 'LoadBalancer', 'ClusterIP'].includes(spec.type))
    spec.internalTrafficPolicy = 'Cluster';
  if (balanced && spec.allocateLoadBalancerNodePorts === undefined) spec.allocateLoadBalancerNodePorts = true;
  for (const key of ['clusterIP', 'externalName', 'externalTrafficPolicy', 'loadBalancerIP'] as const)
    if (spec[key] === '') delete spec[key];
  if (spec.clusterIPs?.length === 0) delete spec.clusterIPs;
  return spec;
};
