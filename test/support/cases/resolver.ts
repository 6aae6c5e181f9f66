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

/** The resolv.conf of pods for each dnsPolicy. */
export const resolverCases = objectCases([
  {
    name: "ClusterFirst uses the cluster's DNS server",
    given: [kubia('kubia-1')],
    steps: [
      ready('kubia-1'),
      has(cluster),
      { 'resolv-conf-has': { ...cluster, absent: { search: ['default.svc.cluster.local'] } } },
    ],
  },
  {
    name: "Default uses the node's file",
    given: [kubia('kubia-1', { dnsPolicy: 'Default' })],
    steps: [
      ready('kubia-1'),
      has({ absent: { nameservers: [clusterDns], search: ['svc.cluster.local'], options: ['ndots:5'] } }),
      has({ search }),
    ],
    reason: 'environment-mismatch',
    message: /search domain svc\.cluster\.local is missing.*dnsPolicy Default.*ClusterFirst/s,
  },
  {
    name: 'ClusterFirst in the host network is Default',
    given: [
      kubia('kubia-1', {
        hostNetwork: true,
        containers: [{ name: 'kubia', image: 'busybox:1.36', command: ['sleep', '3600'] }],
      }),
    ],
    steps: [ready('kubia-1'), has({ options: ['ndots:5'] })],
    reason: 'environment-mismatch',
    message: /ClusterFirstWithHostNet/,
  },
  {
    name: 'None uses dnsConfig only',
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
    reason: 'environment-mismatch',
    message: /b\.example is number 2 instead of 1.*dnsPolicy None/s,
  },
  {
    name: 'dnsConfig changes an option',
    given: [kubia('kubia-1', { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } })],
    steps: [ready('kubia-1'), has({ search, options: ['ndots:2'] }), has({ options: ['ndots:5'] })],
    reason: 'environment-mismatch',
    message: /ndots:2 instead of ndots:5.*dnsConfig of its own/s,
  },
  {
    name: 'an unwanted option',
    given: [kubia('kubia-1')],
    steps: [ready('kubia-1'), has({ absent: { options: ['ndots'] } })],
    reason: 'environment-mismatch',
    message: /option ndots:5 is not expected/,
  },
]);
