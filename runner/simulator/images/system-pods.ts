import { release } from '../release.ts';
import { httpListener, plain } from './http.ts';
import { defineImage, type Program } from './image.ts';

const wait: Program = () => {};

/** Does nothing until it is stopped. */
export const pause = defineImage({
  names: ['registry.k8s.io/pause', 'k8s.gcr.io/pause', 'gcr.io/google_containers/pause'],
  summary: 'Does nothing until it is stopped.',
  tools: [],
  libc: 'glibc',
  entrypoint: ['/pause'],
  programs: { '/pause': wait },
});

const serveDns: Program = ({ listeners, dns, log }) => {
  log('.:53');
  log(`CoreDNS-${release.coreDns}`);
  const ok = async () => plain('OK');
  listeners.push(
    { port: 53, protocol: 'UDP', address: '0.0.0.0', dns },
    { port: 53, protocol: 'TCP', address: '0.0.0.0', dns },
    httpListener(8080, ok),
    httpListener(8181, ok),
    httpListener(9153, async () => plain('# HELP coredns_build_info A metric with a constant value.\n')),
  );
};

/** The cluster's name server. */
export const coredns = defineImage({
  names: ['registry.k8s.io/coredns/coredns', 'coredns/coredns'],
  summary: "Answers the cluster's DNS questions on 53.",
  tools: [],
  libc: 'glibc',
  entrypoint: ['/coredns'],
  programs: { '/coredns': serveDns },
});
