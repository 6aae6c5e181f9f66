import type { KubernetesObject } from '../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../runner/core/json.ts';

export interface ServiceOptions {
  name?: string;
  clusterIP?: string;
  ports?: JsonObject[];
  spec?: JsonObject;
}

/** A Service as the API server stores it, by default demo/kubia. */
export const serviceObject = ({
  name = 'kubia',
  clusterIP = '10.96.0.10',
  ports = [{ port: 80, targetPort: 8080, protocol: 'TCP' }],
  spec = {},
}: ServiceOptions = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'demo' },
  spec: { type: 'ClusterIP', clusterIP, selector: { app: name }, ipFamilies: ['IPv4'], ports, ...spec },
});

export interface PodOptions {
  app?: string;
  ready?: boolean;
  ip?: string;
  spec?: JsonObject;
  status?: JsonObject;
}

export const podObject = (
  name: string,
  { app = 'kubia', ready = true, ip = '10.244.0.9', spec = {}, status = {} }: PodOptions = {},
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'demo', labels: { app } },
  spec: { containers: [{ name: 'kubia', image: 'luksa/kubia', ports: [{ containerPort: 8080 }] }], ...spec },
  status: { phase: 'Running', podIP: ip, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], ...status },
});

/** An endpoint of a slice for a pod. */
export const podEndpoint = (pod: string, address: string, conditions: JsonObject = { ready: true }): JsonObject => ({
  addresses: [address],
  conditions,
  nodeName: 'node-1',
  targetRef: { kind: 'Pod', namespace: 'demo', name: pod },
});

export interface SliceOptions {
  service?: string;
  name?: string;
  ports?: JsonObject[];
}

export const sliceObject = (
  endpoints: JsonObject[],
  {
    service = 'kubia',
    name = `${service}-abcde`,
    ports = [{ name: '', port: 8080, protocol: 'TCP' }],
  }: SliceOptions = {},
): KubernetesObject => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name, namespace: 'demo', labels: { 'kubernetes.io/service-name': service } },
  addressType: 'IPv4',
  endpoints,
  ports,
});

/** A Service with the given number of ready pods: kubia-1 at 10.244.0.1, and so on. */
export const serviceWithPods = (count: number, options: ServiceOptions = {}): KubernetesObject[] => {
  const names = Array.from({ length: count }, (_, index) => `kubia-${index + 1}`);
  const addressOf = (index: number): string => `10.244.0.${index + 1}`;
  return [
    serviceObject(options),
    sliceObject(names.map((name, index) => podEndpoint(name, addressOf(index)))),
    ...names.map((name, index) => podObject(name, { ip: addressOf(index) })),
  ];
};

/** Service default/kubernetes and its slice, which every cluster has. */
export const apiServerObjects = (): KubernetesObject[] => {
  const service = serviceObject({ name: 'kubernetes', clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443 }] });
  const slice = sliceObject([{ addresses: ['172.18.0.2'], conditions: { ready: true } }], {
    service: 'kubernetes',
    ports: [{ name: 'https', port: 6443 }],
  });
  return [service, slice].map((object) => ({ ...object, metadata: { ...object.metadata, namespace: 'default' } }));
};

export interface IngressOptions {
  host?: string;
  service?: string;
  className?: string;
}

/** Ingress demo/kubia: one host, every path, one Service. */
export const ingressObject = ({
  host = 'kubia.example.com',
  service = 'kubia',
  className = 'traefik',
}: IngressOptions = {}): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'kubia', namespace: 'demo' },
  spec: {
    ingressClassName: className,
    rules: [
      {
        host,
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { number: 80 } } } }],
        },
      },
    ],
  },
});

/** A node with its address and its pod CIDRs. */
export const nodeObject = (name: string, address: string, podCIDRs: string[]): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  spec: { ...(podCIDRs[0] !== undefined && { podCIDR: podCIDRs[0] }), podCIDRs },
  status: {
    addresses: [
      { type: 'InternalIP', address },
      { type: 'Hostname', address: name },
    ],
  },
});
