import { addressAt } from '../../core/address.ts';
import { isSameJson, type JsonObject } from '../../core/json.ts';
import { nodeAddress } from '../address-plan.ts';
import type { Node } from '../objects/nodes.ts';
import { release } from '../release.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf } from './controller.ts';

export interface NodePlan {
  name: string;
  internalIP: string;
  controlPlane: boolean;
}

/** Names and addresses as kind gives them, the control plane first. */
export const planNodes = (prefix: string, workers: number): NodePlan[] =>
  Array.from({ length: workers + 1 }, (_, index) => ({
    name: `${prefix}-${index === 0 ? 'control-plane' : `worker${index === 1 ? '' : index}`}`,
    internalIP: nodeAddress(index),
    controlPlane: index === 0,
  }));

const nodeObject = ({ name, internalIP, controlPlane }: NodePlan, index: number, now: string): JsonObject => {
  const resources = { cpu: '8', 'ephemeral-storage': '100Gi', memory: '16Gi', pods: '250' };
  const condition = (type: string, status: string, reason: string, message: string): JsonObject => ({
    type,
    status,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
    reason,
    message,
  });
  return {
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(controlPlane && {
          'node-role.kubernetes.io/control-plane': '',
          'node.kubernetes.io/exclude-from-external-load-balancers': '',
        }),
      },
    },
    spec: {
      podCIDR: `10.244.${index}.0/24`,
      podCIDRs: [`10.244.${index}.0/24`],
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: internalIP },
        { type: 'Hostname', address: name },
      ],
      capacity: resources,
      allocatable: resources,
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
        condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
      ],
      nodeInfo: {
        architecture: 'amd64',
        bootID: '',
        containerRuntimeVersion: 'simulated://1.0',
        kernelVersion: 'simulated',
        kubeProxyVersion: '',
        kubeletVersion: release.gitVersion,
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'Plumbline embedded cluster',
        systemUUID: '',
      },
    },
  };
};

const dnsPorts = [
  { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
  { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
  { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
];

export const dnsImage = `registry.k8s.io/coredns/coredns:v${release.coreDns}`;

const dnsDeployment = (): JsonObject => ({
  replicas: 2,
  selector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: '25%' } },
  template: {
    metadata: { labels: { 'k8s-app': 'kube-dns' } },
    spec: {
      containers: [
        {
          name: 'coredns',
          image: dnsImage,
          ports: [
            { containerPort: 53, name: 'dns', protocol: 'UDP' },
            { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
            { containerPort: 9153, name: 'metrics', protocol: 'TCP' },
          ],
        },
      ],
      dnsPolicy: 'Default',
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      priorityClassName: 'system-cluster-critical',
      tolerations: [
        { key: 'CriticalAddonsOnly', operator: 'Exists' },
        { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
      ],
    },
  },
});

export interface BootstrapOptions {
  nodes: readonly NodePlan[];
  serviceCidr: string;
}

/** The objects that a fresh cluster has: namespaces, nodes, the DNS Service and its pods. */
export const bootstrap = (context: Context, { nodes, serviceCidr }: BootstrapOptions): void => {
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease'])
    context.create('Namespace', { metadata: { name } });
  for (const [index, plan] of nodes.entries())
    context.create('Node', nodeObject(plan, index, context.now()) as JsonObject & { metadata: JsonObject });
  const labels = { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' };
  context.create('Service', {
    metadata: { name: 'kube-dns', namespace: 'kube-system', labels },
    spec: { selector: { 'k8s-app': 'kube-dns' }, clusterIP: addressAt(serviceCidr, 10), ports: dnsPorts },
  });
  context.create('Deployment', {
    metadata: { name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    spec: dnsDeployment(),
  });
};

const serverPort = 6443;

/** Keeps the Service `kubernetes` and its endpoints as the API server does; it comes back when it is deleted. */
export const masterController = (context: Context, serviceCidr: string): Controller => {
  const { store } = context;
  const key = keyOf('default', 'kubernetes');
  const labels = { component: 'apiserver', provider: 'kubernetes' };
  const meta = { name: 'kubernetes', namespace: 'default' };
  return {
    name: 'kubernetes-service',
    concerns: ({ kind, object }) => {
      const mine = object.metadata.name === 'kubernetes' && object.metadata.namespace === 'default';
      const watched = ['Service', 'Endpoints', 'EndpointSlice'].includes(kind) && mine;
      return watched || kind === 'Node' ? [key] : [];
    },
    reconcile: () => {
      const [node] = store
        .list('Node')
        .filter(({ metadata }) => metadata.labels?.['node-role.kubernetes.io/control-plane'] === '');
      if (!node || !store.get('Namespace', undefined, 'default')) return undefined;
      const ip = addressOf(node);
      if (!store.get('Service', 'default', 'kubernetes'))
        context.create('Service', {
          metadata: { ...meta, labels },
          spec: {
            clusterIP: addressAt(serviceCidr, 1),
            ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: serverPort }],
          },
        });
      const ports = [{ name: 'https', port: serverPort, protocol: 'TCP' }];
      const subsets = [{ addresses: [{ ip }], ports }];
      const endpoints = store.get('Endpoints', 'default', 'kubernetes');
      if (!endpoints)
        context.create('Endpoints', {
          metadata: { ...meta, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
          subsets,
        });
      else if (!isSameJson(endpoints.subsets, subsets)) store.put({ ...endpoints, subsets });
      if (!store.get('EndpointSlice', 'default', 'kubernetes'))
        context.create('EndpointSlice', {
          metadata: { ...meta, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
          addressType: 'IPv4',
          endpoints: [{ addresses: [ip], conditions: { ready: true } }],
          ports,
        });
      return undefined;
    },
  };
};

const addressOf = ({ status }: Node): string =>
  status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
