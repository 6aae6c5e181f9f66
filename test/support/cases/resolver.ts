import type { JsonObject } from '../../../runner/core/json.ts';
import { kubia, objectCases, ready } from './objects.ts';

const has = (body: JsonObject) => ({ 'resolv-conf-has': { from: 'pod/kubia-1', ...body } });
const search = ['${namespace}.svc.cluster.local', 'svc.cluster.local', 'cluster.local'];
const clusterDns = '10.96.0.10';
const cluster = { nameservers: [clusterDns], search, options: ['ndots:5'] };
const own = {
  dnsPolicy: 'None',
  dnsConfig: {
    nameservers: ['192.0.2.1', '192.0.2.2'],
    searches: ['a.example', 'b.example'],
    options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }],
  },
};

/** What pods' resolvers are told, by dnsPolicy. */
export const resolverCases = objectCases([
  {
    name: 'ClusterFirst names the cluster',
    given: [kubia('kubia-1')],
    steps: [
      ready('kubia-1'),
      has(cluster),
      { 'resolv-conf-has': { ...cluster, absent: { search: ['default.svc.cluster.local'] } } },
    ],
  },
  {
    name: "Default names what the node's file names",
    given: [kubia('kubia-1', { dnsPolicy: 'Default' })],
    steps: [
      ready('kubia-1'),
      has({ absent: { nameservers: [clusterDns], search: ['svc.cluster.local'], options: ['ndots:5'] } }),
      has({ search }),
    ],
    red: 'environment-mismatch',
    says: /search domain svc\.cluster\.local is missing.*dnsPolicy Default.*ClusterFirst/s,
  },
  {
    name: 'ClusterFirst on the network of the node is Default',
    given: [
      kubia('kubia-1', {
        hostNetwork: true,
        containers: [{ name: 'kubia', image: 'busybox:1.36', command: ['sleep', '3600'] }],
      }),
    ],
    steps: [ready('kubia-1'), has({ options: ['ndots:5'] })],
    red: 'environment-mismatch',
    says: /ClusterFirstWithHostNet/,
  },
  {
    name: 'None leaves all to dnsConfig',
    given: [kubia('kubia-1', own)],
    steps: [
      ready('kubia-1'),
      has({
        nameservers: ['192.0.2.1', '192.0.2.2'],
        search: ['a.example', 'b.example'],
        options: ['edns0', 'ndots:2'],
        absent: { nameservers: [clusterDns], search: ['cluster.local'] },
      }),
      has({ search: ['b.example', 'a.example'] }),
    ],
    red: 'environment-mismatch',
    says: /b\.example is number 2 instead of 1.*dnsPolicy None/s,
  },
  {
    name: 'dnsConfig changes an option',
    given: [kubia('kubia-1', { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } })],
    steps: [ready('kubia-1'), has({ search, options: ['ndots:2'] }), has({ options: ['ndots:5'] })],
    red: 'environment-mismatch',
    says: /ndots:2 instead of ndots:5.*dnsConfig of its own/s,
  },
  {
    name: 'what should not be there and is',
    given: [kubia('kubia-1')],
    steps: [ready('kubia-1'), has({ absent: { options: ['ndots'] } })],
    red: 'environment-mismatch',
    says: /option ndots:5 is not expected/,
  },
]);
