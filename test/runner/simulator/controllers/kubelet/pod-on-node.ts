import type { JsonObject } from '../../../../../runner/core/json.ts';
import type { Context } from '../../../../../runner/simulator/controllers/context.ts';
import { Kubelet } from '../../../../../runner/simulator/controllers/kubelet/kubelet.ts';
import type { ClusterState } from '../../../../../runner/simulator/objects/cluster-state.ts';
import type { RunningContainer } from '../../../../../runner/simulator/objects/containers.ts';
import type { SimulatedImage } from '../../../../../runner/simulator/objects/images.ts';
import type { ConnectOutcome, Network } from '../../../../../runner/simulator/objects/network.ts';
import type { ContainerStatus, Pod } from '../../../../../runner/simulator/objects/pods.ts';
import { makeCluster, podOf, settle } from '../../cluster.ts';
import { tinyImage } from '../../tiny-image.ts';

/** The kubelets alone, over a network where every pod reaches every pod. */
export const startKubelet = (image: SimulatedImage = tinyImage()) => {
  const containers = new Map<string, readonly RunningContainer[]>();
  let kubelet: Kubelet | undefined;
  const make = (context: Context) => {
    const network: Network = {
      connect: (_source, ip, port): ConnectOutcome => {
        const pod = context.store.list('Pod').find(({ status }) => status.podIP === ip);
        const listener = containers
          .get(pod?.metadata.uid ?? '')
          ?.flatMap(({ listeners }) => listeners)
          .find((each) => each.port === port);
        if (!listener) return { result: 'refused' };
        return { result: 'connected', listener, peer: { ip: '10.244.1.1', port: 1 }, backend: { ip, port, name: '' } };
      },
      ping: () => 'reply',
    };
    const clusterState = { clusterDomain: 'cluster.local' } as ClusterState;
    kubelet = new Kubelet(
      { context, clusterState, network, images: [image], resolvConf: () => 'nameserver 10.96.0.10\n' },
      containers,
    );
    return [kubelet];
  };
  const cluster = makeCluster(make);
  const start = async (name: string, spec: JsonObject = {}): Promise<void> => {
    cluster.create(
      'Pod',
      podOf(name, { app: name }, { nodeName: 'test-worker', automountServiceAccountToken: false, ...spec }),
    );
    await settle();
  };
  const pod = (name: string): Pod | undefined => cluster.store.get('Pod', 'default', name);
  const first = (name: string): ContainerStatus | undefined => pod(name)?.status.containerStatuses?.[0];
  const runtime = () => {
    if (!kubelet) throw new Error('no kubelet');
    return kubelet;
  };
  const run = async (name: string, ...command: string[]): Promise<string> => {
    const found = pod(name);
    if (!found) throw new Error(`no pod ${name}`);
    let text = '';
    const io = {
      stdin: (async function* none() {})(),
      stdout: (part: string | Uint8Array) => {
        text += typeof part === 'string' ? part : Buffer.from(part).toString();
      },
      stderr: () => undefined,
      signal: new AbortController().signal,
      tty: false,
    };
    await runtime().exec(found, undefined, command, io);
    await settle();
    return text;
  };
  const reasons = (): string[] => cluster.store.list('Event', 'default').map((event) => String(event['reason']));
  return { ...cluster, containers, start, pod, first, run, runtime, reasons, stop: () => kubelet?.stop() };
};
