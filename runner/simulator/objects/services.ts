import type { JsonObject } from '../../core/json.ts';
import type { Labels } from '../../core/labels.ts';
import type { Typed } from './metadata.ts';

export type ServicePort = {
  name?: string;
  protocol: string;
  port: number;
  targetPort: number | string;
  nodePort?: number;
  appProtocol?: string;
};

export type ServiceSpec = JsonObject & {
  type: string;
  ports?: ServicePort[];
  selector?: Labels;
  clusterIP?: string;
  clusterIPs?: string[];
  externalName?: string;
  externalIPs?: string[];
  sessionAffinity?: string;
  sessionAffinityConfig?: JsonObject & { clientIP?: { timeoutSeconds?: number } };
  externalTrafficPolicy?: string;
  internalTrafficPolicy?: string;
  healthCheckNodePort?: number;
  publishNotReadyAddresses?: boolean;
  ipFamilies?: string[];
  ipFamilyPolicy?: string;
  loadBalancerIP?: string;
  loadBalancerClass?: string;
  loadBalancerSourceRanges?: string[];
  allocateLoadBalancerNodePorts?: boolean;
  trafficDistribution?: string;
};

export type LoadBalancerStatus = JsonObject & { ingress?: (JsonObject & { ip?: string; hostname?: string })[] };
export type Service = Typed<ServiceSpec, JsonObject & { loadBalancer?: LoadBalancerStatus }>;
