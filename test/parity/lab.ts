import process from 'node:process';
import type { Cluster } from '../../runner/cluster/cluster.ts';
import { chooseProvider } from '../../runner/cluster/index.ts';
import { systemClock } from '../../runner/core/clock.ts';
import { leapingClock } from '../../runner/core/leaping-clock.ts';
import { makeRunId } from '../../runner/options/run-id.ts';

/** A control plane and a worker, the same on each provider. */
export const startCluster = async (provider: string, signal = new AbortController().signal): Promise<Cluster> =>
  (await chooseProvider(provider)).start({
    runId: makeRunId(new Date()),
    workers: 1,
    proxyMode: 'iptables',
    clock: leapingClock(systemClock),
    ...(process.env['PLUMBLINE_NODE_IMAGE'] && { image: process.env['PLUMBLINE_NODE_IMAGE'] }),
    images: ['luksa/kubia', 'registry.k8s.io/e2e-test-images/agnhost:2.56', 'busybox:1.36'],
    keep: false,
    onPhase: () => undefined,
    signal,
  });
