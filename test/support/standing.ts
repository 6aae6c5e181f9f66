import type { Cluster, ClusterProvider } from '../../runner/cluster/cluster.ts';
import { writeKubeconfig } from '../../runner/cluster/kubeconfig-file.ts';
import { readOwner } from '../../runner/cluster/owner.ts';
import type { StandingCluster } from '../../runner/standing/standing-cluster.ts';
import { fakeCluster } from './fake-cluster.ts';

/** The file of a cluster that this test's own process started. */
export const standing = async (more: Partial<StandingCluster> = {}): Promise<StandingCluster> => {
  const owner = await readOwner();
  return {
    version: 1,
    name: 'default',
    runId: 'run-1',
    provider: 'fake',
    state: 'ready',
    since: '2026-01-31T14:25:01.000Z',
    pid: Number(owner.pid),
    owner,
    inProcess: true,
    ...more,
  };
};

/** An owner whose process has ended, because no process starts at tick 0. */
export const deadOwner = async (): Promise<StandingCluster['owner']> => ({ ...(await readOwner()), startTime: '0' });

/** A kubeconfig with a port where nothing listens. */
export const deafKubeconfig = writeKubeconfig({ server: 'https://127.0.0.1:1', token: 'secret' }, { name: 'fake' });

export interface FakeProvider extends ClusterProvider {
  /** The calls, in order. */
  calls: string[];
}

/** A provider of fake clusters. With `stays`, they outlive the process, as containers do. */
export const fakeProvider = ({
  stays = false,
  start = async () => fakeCluster(),
}: {
  stays?: boolean;
  start?: ClusterProvider['start'];
} = {}): FakeProvider => {
  const calls: string[] = [];
  return {
    name: 'fake',
    summary: 'a cluster of data',
    calls,
    refusal: async () => undefined,
    start: async (options) => {
      calls.push(`start keep=${options.keep}`);
      options.onPhase({ phase: 'start', startMs: 0 });
      const cluster: Cluster = await start(options);
      options.onPhase({ phase: 'start', startMs: 0, endMs: 1_500 });
      const { close, provide } = cluster;
      cluster.kubeconfig = () => deafKubeconfig;
      cluster.close = async () => {
        calls.push('close');
        await close();
      };
      cluster.provide = async (needs, signal) => {
        calls.push(`provide ${JSON.stringify(needs)}`);
        return provide(needs, signal);
      };
      return cluster;
    },
    sweep: async () => [],
    ...(stays && {
      remove: async (runId: string) => {
        calls.push('remove');
        return [`${runId}-control-plane`];
      },
    }),
  };
};
