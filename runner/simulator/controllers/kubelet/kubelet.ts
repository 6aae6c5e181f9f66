import { parseCidr, toAddress } from '../../api/addresses.ts';
import type { LogOptions, PodRuntime } from '../../api/http/streams.ts';
import { controllerOf, type Node, type Pod } from '../../api/objects.ts';
import { containerNamed } from '../../api/pod-container.ts';
import { badRequest, internalError } from '../../api/status.ts';
import type { RunningContainer } from '../../world.ts';
import { type Controller, keyOf, splitKey } from '../controller.ts';
import type { ContainerRunner, KubeletParts } from './container.ts';
import { forwardPort } from './forward.ts';
import { type PodWorker, startPodWorker } from './pod-worker.ts';

export interface Kubelet {
  controller: Controller;
  runtime: PodRuntime;
  stop(): void;
}

const hasEnded = ({ status }: Pod): boolean => status.phase === 'Succeeded' || status.phase === 'Failed';

/** The kubelets of all nodes: they run the pods that are bound to them. */
export const createKubelet = (parts: KubeletParts, containers: Map<string, readonly RunningContainer[]>): Kubelet => {
  const { store } = parts.context;
  const workers = new Map<string, PodWorker>();
  /** Node → the last address given and those in use, as the host-local plugin keeps them. */
  const leases = new Map<string, { last: number; used: Set<number> }>();

  const lease = (node: Node): { ip: string; free: () => void } => {
    const { first, size } = parseCidr(node.spec.podCIDR);
    const known = leases.get(node.metadata.name) ?? { last: 1, used: new Set<number>() };
    leases.set(node.metadata.name, known);
    for (let step = 1; step < size; step += 1) {
      // The first address is the gateway's, the last one broadcast.
      const number = 2 + ((known.last - 2 + step) % (size - 3));
      if (known.used.has(number)) continue;
      known.used.add(number);
      known.last = number;
      return { ip: toAddress(first + number), free: () => known.used.delete(number) };
    }
    throw new Error(`no IP addresses available in range set: ${node.spec.podCIDR}`);
  };

  const start = (pod: Pod): void => {
    const node = store.get('Node', undefined, pod.spec.nodeName ?? '');
    if (!node) return;
    const hostIp = node.status.addresses.find(({ type }) => type === 'InternalIP')?.address ?? '';
    const leased = pod.spec.hostNetwork ? { ip: hostIp, free: () => undefined } : lease(node);
    const { uid } = pod.metadata;
    const worker = startPodWorker({
      parts,
      pod,
      hostIp,
      ip: leased.ip,
      publish: (running) => {
        if (running.length > 0) containers.set(uid, running);
        else containers.delete(uid);
      },
      release: () => leased.free(),
    });
    workers.set(uid, worker);
  };

  const runnerOf = (pod: Pod, name: string): ContainerRunner | undefined =>
    workers.get(pod.metadata.uid)?.containers.find(({ spec }) => spec.name === name);

  async function* logs(pod: Pod, options: LogOptions, signal: AbortSignal): AsyncIterable<string> {
    const name = containerNamed(pod, options.container);
    if (!pod.spec.nodeName) return;
    const runner = runnerOf(pod, name);
    const log = options.previous ? runner?.previousLog : runner?.log;
    if (options.previous && !log)
      throw badRequest(`previous terminated container "${name}" in pod "${pod.metadata.name}" not found`);
    if (!log) {
      const waiting = runner?.status().state['waiting'] as { reason?: string } | undefined;
      const reason = waiting?.reason ?? 'ContainerCreating';
      const text = /Image/.test(reason) ? 'trying and failing to pull image' : reason;
      throw badRequest(`container "${name}" in pod "${pod.metadata.name}" is waiting to start: ${text}`);
    }
    const seconds = options.sinceSeconds;
    const since = options.sinceTime
      ? Date.parse(options.sinceTime)
      : seconds === undefined
        ? 0
        : parts.context.clock.date().getTime() - seconds * 1000;
    yield* log.read({ ...options, since }, signal);
  }

  const runtime: PodRuntime = {
    logs,
    exec: async (pod, container, command, io) => {
      if (!pod.spec.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
      const name = containerNamed(pod, container);
      const running = runnerOf(pod, name)?.running;
      if (!running) throw internalError(`unable to upgrade connection: container not found ("${name}")`);
      return running.exec(command, io);
    },
    attach: async (pod, container, io) => {
      const name = containerNamed(pod, container);
      const running = runnerOf(pod, name)?.running;
      if (!running?.attach) throw internalError(`unable to upgrade connection: container ${name} not found`);
      return running.attach(io);
    },
    forward: (pod, port, connection) => forwardPort(parts.world, parts.network, pod, port, connection),
  };

  return {
    runtime,
    controller: {
      name: 'kubelet',
      concerns: ({ kind, object, type }) => {
        if (kind !== 'Pod') return [];
        if (type === 'DELETED') {
          workers.get(object.metadata.uid)?.kill();
          workers.delete(object.metadata.uid);
          return [];
        }
        return (object as Pod).spec.nodeName ? [keyOf(object.metadata.namespace, object.metadata.name)] : [];
      },
      reconcile: (key) => {
        const pod = store.get('Pod', ...splitKey(key));
        if (!pod) return undefined;
        const worker = workers.get(pod.metadata.uid);
        if (worker) worker.look();
        else if (pod.metadata.deletionTimestamp) parts.context.remove(pod, { graceSeconds: 0 });
        else if (!hasEnded(pod) && !(controllerOf(pod)?.kind === 'Node')) start(pod);
        return undefined;
      },
    },
    stop: () => {
      for (const worker of workers.values()) worker.kill();
      workers.clear();
    },
  };
};
