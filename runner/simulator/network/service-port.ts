import { type JsonObject, numberAt, objectsAt, textAt, textsAt } from '../../core/json.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { Protocol } from '../objects/sockets.ts';
import { type Endpoint, endpointsOf } from './endpoints.ts';

/** One port of a Service as kube-proxy programs it. */
export interface ServicePort {
  /** namespace/name:port/protocol. */
  key: string;
  port: number;
  protocol: Protocol;
  nodePort: number | undefined;
  clusterIPs: readonly string[];
  externalIPs: readonly string[];
  loadBalancers: readonly { ip: string; mode: 'VIP' | 'Proxy' }[];
  sourceRanges: readonly string[];
  internalPolicy: 'Cluster' | 'Local';
  externalPolicy: 'Cluster' | 'Local';
  /** Milliseconds that a client stays pinned; undefined: no session affinity. */
  affinity: number | undefined;
  endpoints: readonly Endpoint[];
}

const ignoredBy = ['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless'];

/** kube-proxy ignores a Service without a virtual IP, and one that a label hands to another proxy. */
export const isProxied = (service: Unstructured): boolean => {
  const ip = textAt(service, 'spec', 'clusterIP');
  if (!ip || ip === 'None' || textAt(service, 'spec', 'type') === 'ExternalName') return false;
  return ignoredBy.every((label) => textAt(service, 'metadata', 'labels', label) === undefined);
};

export const clusterIPsOf = (service: Unstructured): string[] => {
  const ips = textsAt(service, 'spec', 'clusterIPs');
  return ips.length > 0 ? ips : [textAt(service, 'spec', 'clusterIP') ?? ''].filter(Boolean);
};

/** The ports of a Service that kube-proxy serves. */
export const servicePortsOf = (service: Unstructured, slices: Unstructured[]): ServicePort[] =>
  objectsAt(service, 'spec', 'ports').flatMap((each) => {
    const port = numberAt(each, 'port');
    return port === undefined ? [] : [servicePort(service, each, port, slices)];
  });

const servicePort = (service: Unstructured, each: JsonObject, port: number, slices: Unstructured[]): ServicePort => {
  const protocol = protocolOf(each);
  const isLocal = (policy: string): 'Cluster' | 'Local' =>
    textAt(service, 'spec', policy) === 'Local' ? 'Local' : 'Cluster';
  return {
    key: `${service.metadata.namespace}/${service.metadata.name}:${port}/${protocol}`,
    port,
    protocol,
    nodePort: numberAt(each, 'nodePort') || undefined,
    clusterIPs: clusterIPsOf(service),
    externalIPs: textsAt(service, 'spec', 'externalIPs'),
    loadBalancers: objectsAt(service, 'status', 'loadBalancer', 'ingress').flatMap((ingress) => {
      const ip = textAt(ingress, 'ip');
      return ip ? [{ ip, mode: textAt(ingress, 'ipMode') === 'Proxy' ? ('Proxy' as const) : ('VIP' as const) }] : [];
    }),
    sourceRanges: textsAt(service, 'spec', 'loadBalancerSourceRanges'),
    internalPolicy: isLocal('internalTrafficPolicy'),
    externalPolicy: isLocal('externalTrafficPolicy'),
    affinity: affinityOf(service),
    endpoints: endpointsOf(slices, textAt(each, 'name') ?? '', protocol),
  };
};

const affinityOf = (service: Unstructured): number | undefined => {
  if (textAt(service, 'spec', 'sessionAffinity') !== 'ClientIP') return undefined;
  return (numberAt(service, 'spec', 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds') ?? 10_800) * 1_000;
};

export const protocolOf = (port: JsonObject): Protocol => {
  const protocol = textAt(port, 'protocol');
  return protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP';
};
