import { addressAt } from '../../core/address.ts';
import { objectsAt, textAt, textsAt } from '../../core/json.ts';
import { nameServer } from '../address-plan.ts';
import { usesHostNetwork } from '../network/hosts.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';

/** The content of /etc/resolv.conf. */
export interface ResolverConfig {
  nameservers: readonly string[];
  search: readonly string[];
  /** As written: ndots:5. */
  options: readonly string[];
}

const [maxNameservers, maxDomains] = [3, 32];

/** The address of the cluster's name server: by convention the tenth of the Service range. */
export const clusterDnsAddress = (clusterState: ClusterState): string =>
  addressAt(clusterState.serviceCidr, 10) ?? '10.96.0.10';

const nodeConfig: ResolverConfig = { nameservers: [nameServer], search: [], options: ['ndots:0'] };

const clusterConfig = (clusterState: ClusterState, namespace: string): ResolverConfig => {
  const zone = clusterState.clusterDomain;
  return {
    nameservers: [clusterDnsAddress(clusterState)],
    search: [`${namespace}.svc.${zone}`, `svc.${zone}`, zone, ...nodeConfig.search],
    options: ['ndots:5'],
  };
};

const baseConfig = (clusterState: ClusterState, pod: Unstructured): ResolverConfig => {
  const policy = textAt(pod, 'spec', 'dnsPolicy') ?? 'ClusterFirst';
  if (policy === 'None') return { nameservers: [], search: [], options: [] };
  if (policy === 'Default' || (policy === 'ClusterFirst' && usesHostNetwork(pod))) return nodeConfig;
  return clusterConfig(clusterState, pod.metadata.namespace ?? 'default');
};

/** The pod's configuration by its dnsPolicy and dnsConfig (kubelet's network/dns/dns.go). */
export const resolverConfigOf = (clusterState: ClusterState, pod: Unstructured): ResolverConfig => {
  const base = baseConfig(clusterState, pod);
  const more = objectsAt(pod, 'spec', 'dnsConfig', 'options').map((option) => {
    const value = textAt(option, 'value');
    return value === undefined ? (textAt(option, 'name') ?? '') : `${textAt(option, 'name')}:${value}`;
  });
  const named = new Map([...base.options, ...more].map((option) => [option.split(':')[0], option]));
  const unique = (first: readonly string[], second: readonly string[]): string[] => [...new Set([...first, ...second])];
  return {
    nameservers: unique(base.nameservers, textsAt(pod, 'spec', 'dnsConfig', 'nameservers')).slice(0, maxNameservers),
    search: unique(base.search, textsAt(pod, 'spec', 'dnsConfig', 'searches')).slice(0, maxDomains),
    options: [...named.values()],
  };
};

/** The text of the file, in the order that containerd writes. */
export const formatResolvConf = ({ nameservers, search, options }: ResolverConfig): string =>
  [
    ...(search.length > 0 ? [`search ${search.join(' ')}`] : []),
    ...nameservers.map((server) => `nameserver ${server}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');

/** /etc/resolv.conf of a pod, for the kubelet to put into its containers. */
export const resolvConfOf = (clusterState: ClusterState, pod: Unstructured): string =>
  formatResolvConf(resolverConfigOf(clusterState, pod));

/** /etc/resolv.conf of a node and of a machine beside the cluster. */
export const machineResolvConf: string = formatResolvConf(nodeConfig);

/** Reads the file as resolv.conf(5) has it: the last search line wins, unknown lines are ignored. */
export const parseResolvConf = (text: string): ResolverConfig => {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const valuesOf = (keyword: string): string[][] =>
    lines.filter(([first]) => first === keyword).map((line) => line.slice(1));
  return {
    nameservers: valuesOf('nameserver')
      .flatMap((values) => values.slice(0, 1))
      .slice(0, maxNameservers),
    search: valuesOf('search').at(-1) ?? valuesOf('domain').at(-1)?.slice(0, 1) ?? [],
    options: valuesOf('options').flat(),
  };
};

/** The number that an option such as ndots:5 carries. */
export const numberOption = (config: ResolverConfig, name: string, fallback: number): number => {
  const option = config.options.findLast((each) => each.startsWith(`${name}:`));
  const value = Number(option?.slice(name.length + 1));
  return option && Number.isInteger(value) && value >= 0 ? value : fallback;
};
