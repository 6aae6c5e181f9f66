import { serviceNameLabel } from '../network/endpoints.ts';
import { textAt } from '../network/fields.ts';
import { clusterIPsOf } from '../network/service-port.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import { isHeadless, readyEndpoints } from './entries.ts';

/** The address in a name such as 4.1.244.10.in-addr.arpa; undefined when it holds none. */
export const reversedAddress = (name: string): string | undefined => {
  const v4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa\.$/i.exec(name);
  if (v4) return v4.slice(1).reverse().join('.');
  const v6 = /^((?:[0-9a-f]\.){32})ip6\.arpa\.$/i.exec(name);
  if (!v6) return undefined;
  const digits = (v6[1] ?? '').replaceAll('.', '').split('').reverse().join('').toLowerCase();
  return shortened(digits.match(/.{4}/g) ?? []);
};

/** RFC 5952: no leading zeros, and the longest run of zero groups is left out. */
const shortened = (groups: readonly string[]): string => {
  const plain = groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':');
  const runs = [...plain.matchAll(/(?<=^|:)0(:0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length);
  const [run] = runs;
  if (!run) return plain;
  return `${plain.slice(0, run.index)}:${plain.slice(run.index + run[0].length)}`
    .replace(/:{3,}/, '::')
    .replace(/^:$/, '::');
};

/** "10.244.1.4" → "4.1.244.10.in-addr.arpa.". */
export const reverseName = (ip: string): string => `${ip.split('.').reverse().join('.')}.in-addr.arpa.`;

/** The full names that an address has: its Service's, else one for each Service whose ready endpoint it is. */
export const namesOf = (clusterState: ClusterState, ip: string): string[] => {
  const zone = `${clusterState.clusterDomain}.`;
  const services = clusterState.list('Service');
  const owner = services.find((service) => !isHeadless(service) && clusterIPsOf(service).includes(ip));
  if (owner) return [`${owner.metadata.name}.${owner.metadata.namespace}.svc.${zone}`];
  const names = clusterState.list('EndpointSlice').flatMap((slice) => {
    const [service, namespace] = [
      textAt(slice, 'metadata', 'labels', serviceNameLabel),
      slice.metadata.namespace ?? '',
    ];
    if (!service) return [];
    return readyEndpoints(clusterState, namespace, service)
      .filter((each) => each.ip === ip)
      .map((each) => `${each.hostname}.${service}.${namespace}.svc.${zone}`);
  });
  return [...new Set(names)];
};
