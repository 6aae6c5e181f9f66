import type { Cluster, StartOptions } from '../../../../runner/cluster/cluster.ts';
import { embeddedProvider } from '../../../../runner/cluster/embedded/provider.ts';

/** A cluster of the provider, ready to use. */
export const startEmbedded = (more: Partial<StartOptions> = {}): Promise<Cluster> =>
  embeddedProvider.start({
    runId: 'test',
    workers: 1,
    proxyMode: 'iptables',
    images: [],
    keep: false,
    onPhase: () => undefined,
    signal: new AbortController().signal,
    ...more,
  });
