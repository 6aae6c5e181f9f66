import { ipv4Number, ipv4Text, parseRange, type Range } from '../../../core/address.ts';
import type { LogOptions, PodRuntime } from '../../api/http/streams.ts';
import { containerNamed } from '../../api/pod-container.ts';
import { badRequest, internalError } from '../../api/status.ts';
import type { RunningContainer } from '../../objects/containers.ts';
import { controllerOf } from '../../objects/metadata.ts';
import type { Node } from '../../objects/nodes.ts';
import type { Pod } from '../../objects/pods.ts';
import { type Controller, keyOf, splitKey } from '../controller.ts';
import type { ContainerRunner } from './container.ts';
import type { KubeletParts } from './container-run.ts';
import { type PodHost, type PodWorker, startPodWorker } from './pod-worker.ts';

export interface Kubelet {
  controller: Controller;
  runtime: PodRuntime;
  stop(): void;
}

/** The network's own address, the gateway's, one pod's and the broadcast address. */
const smallestRange = 4;

const hasEnded = ({ status }: Pod): boolean => status.phase === 'Succeeded' || status.phase === 'Failed';

/** The kubelets of all nodes: they run the pods that are bound to them. */
export const createKubelet = (parts: KubeletParts, containers: Map<string, readonly RunningContainer[]>): Kubelet => {
  const { store } = parts.context;
  const workers = new Map<string, PodWorker>();
  /** Node → the first address of its range, the last number given and those in use, as the host-local plugin keeps them. */
  const leases = new Map<string, { first: number; last: number; used: Set<number> }>();

  const lease = (node: Node, { first, size }: Range): string => {
    const known = leases.get(node.metadata.name) ?? { first, last: 1, used: new Set<number>() };
    leases.set(node.metadata.name, known);
    for (let step = 1; step < size; step += 1) {
      // The first address is the gateway's, the last one broadcast.
      const number = 2 + ((known.last - 2 + step) % (size - 3));
      if (known.used.has(number)) continue;
      known.used.add(number);
      known.last = number;
      return ipv4Text(first + number);
    }
    throw new Error(`no IP addresses available in range set: ${node.spec.podCIDR}`);
  };

  const host: PodHost = {
    publish: (uid, running) => {
      if (running.length > 0) containers.set(uid, running);
      else containers.delete(uid);
    },
    release: (node, ip) => {
      const known = leases.get(node);
      const number = ipv4Number(ip);
      if (known && number !== undefined) known.used.delete(number - known.first);
    },
  };

  const start = (pod: Pod): void => {
    const node = store.get('Node', undefined, pod.spec.nodeName ?? '');
    const hostIp = node?.status.addresses?.find(({ type }) => type === 'InternalIP')?.address;
    // A Node that somebody wrote has no machine behind it, and so no kubelet.
    const range = parseRange(node?.spec.podCIDR ?? '');
    if (!node || !hostIp || !range || range.size < smallestRange) return;
    const ip = pod.spec.hostNetwork ? hostIp : lease(node, range);
    workers.set(pod.metadata.uid, startPodWorker({ parts, pod, hostIp, ip, host }));
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
    forward: async (pod, port, connection) => {
      // With the library that reads HTTP, which nothing else here needs.
      const { forwardPort } = await import('./forward.ts');
      await forwardPort(parts.clusterState, parts.network, pod, port, connection);
    },
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
