import { parseRange } from '../../../core/address.ts';
import type { LogOptions, PodRuntime } from '../../api/http/streams.ts';
import { containerNamed } from '../../api/kinds/pod/container-name.ts';
import type { StatusError } from '../../api/status.ts';
import { badRequest, internalError } from '../../api/status.ts';
import type { Change } from '../../api/store.ts';
import type { ExecIo, ExecOutcome, RunningContainer } from '../../objects/containers.ts';
import { controllerOf } from '../../objects/metadata.ts';
import type { Pod } from '../../objects/pods.ts';
import { type Controller, keyOf, splitKey } from '../controller.ts';
import type { ContainerRunner } from './container.ts';
import type { KubeletParts } from './container-run.ts';
import { hasRoom, Leases } from './leases.ts';
import { type PodHost, type PodWorker, startPodWorker } from './pod-worker.ts';

const hasEnded = ({ status }: Pod): boolean => status.phase === 'Succeeded' || status.phase === 'Failed';

const notStarted = (name: string, pod: Pod, runner: ContainerRunner | undefined): StatusError => {
  const waiting = runner?.status().state['waiting'] as { reason?: string } | undefined;
  const reason = waiting?.reason ?? 'ContainerCreating';
  const text = /Image/.test(reason) ? 'trying and failing to pull image' : reason;
  return badRequest(`container "${name}" in pod "${pod.metadata.name}" is waiting to start: ${text}`);
};

type Forward = Parameters<PodRuntime['forward']>;

/** The kubelets of all nodes: they run the pods that are bound to them, and serve what the API server asks of them. */
export class Kubelet implements Controller, PodRuntime {
  readonly name = 'kubelet';
  readonly #parts: KubeletParts;
  /** Running containers by pod UID. */
  readonly #containers: Map<string, readonly RunningContainer[]>;
  readonly #workers = new Map<string, PodWorker>();
  readonly #leases = new Leases();

  constructor(parts: KubeletParts, containers: Map<string, readonly RunningContainer[]>) {
    this.#parts = parts;
    this.#containers = containers;
  }

  concerns({ kind, object, type }: Change): string[] {
    if (kind !== 'Pod') return [];
    const { uid, namespace, name } = object.metadata;
    if (type !== 'DELETED') return (object as Pod).spec.nodeName ? [keyOf(namespace, name)] : [];
    this.#workers.get(uid)?.kill();
    this.#workers.delete(uid);
    return [];
  }

  reconcile(key: string): undefined {
    const { store, remove } = this.#parts.context;
    const pod = store.get('Pod', ...splitKey(key));
    if (!pod) return;
    const worker = this.#workers.get(pod.metadata.uid);
    if (worker) worker.look();
    else if (pod.metadata.deletionTimestamp) remove(pod, { graceSeconds: 0 });
    else if (!hasEnded(pod) && controllerOf(pod)?.kind !== 'Node') this.#start(pod);
  }

  stop(): void {
    for (const worker of this.#workers.values()) worker.kill();
    this.#workers.clear();
  }

  async *logs(pod: Pod, options: LogOptions, signal: AbortSignal): AsyncIterable<string> {
    const name = containerNamed(pod, options.container);
    if (!pod.spec.nodeName) return;
    const runner = this.#runnerOf(pod, name);
    const log = options.previous ? runner?.previousLog : runner?.log;
    if (options.previous && !log)
      throw badRequest(`previous terminated container "${name}" in pod "${pod.metadata.name}" not found`);
    if (!log) throw notStarted(name, pod, runner);
    yield* log.read({ ...options, since: this.#sinceOf(options) }, signal);
  }

  async exec(pod: Pod, container: string | undefined, command: readonly string[], io: ExecIo): Promise<ExecOutcome> {
    if (!pod.spec.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
    const name = containerNamed(pod, container);
    const running = this.#runnerOf(pod, name)?.running;
    if (!running) throw internalError(`unable to upgrade connection: container not found ("${name}")`);
    return running.exec(command, io);
  }

  async attach(pod: Pod, container: string | undefined, io: ExecIo): Promise<ExecOutcome> {
    const name = containerNamed(pod, container);
    const running = this.#runnerOf(pod, name)?.running;
    if (!running?.attach) throw internalError(`unable to upgrade connection: container ${name} not found`);
    return running.attach(io);
  }

  async forward(...[pod, port, connection]: Forward): Promise<void> {
    // Loaded when it is needed: it comes with a library that reads HTTP.
    const { forwardPort } = await import('./forward.ts');
    await forwardPort(this.#parts, pod, port, connection);
  }

  #start(pod: Pod): void {
    const { store } = this.#parts.context;
    const node = store.get('Node', undefined, pod.spec.nodeName ?? '');
    const hostIp = node?.status.addresses?.find(({ type }) => type === 'InternalIP')?.address;
    const range = parseRange(node?.spec.podCIDR ?? '');
    // A Node that somebody wrote has no machine behind it, and so no kubelet.
    if (!node || !hostIp || !range || !hasRoom(range)) return;
    const ip = pod.spec.hostNetwork ? hostIp : this.#leases.take(node.metadata.name, range);
    if (ip === undefined) throw new Error(`no IP addresses available in range set: ${node.spec.podCIDR}`);
    const worker = startPodWorker({ parts: this.#parts, pod, hostIp, ip, host: this.#host });
    this.#workers.set(pod.metadata.uid, worker);
  }

  readonly #host: PodHost = {
    publish: (uid, running) => {
      if (running.length > 0) this.#containers.set(uid, running);
      else this.#containers.delete(uid);
    },
    release: (node, ip) => this.#leases.release(node, ip),
  };

  #runnerOf(pod: Pod, name: string): ContainerRunner | undefined {
    return this.#workers.get(pod.metadata.uid)?.containers.find(({ spec }) => spec.name === name);
  }

  /** Milliseconds since 1970 from which lines are wanted. */
  #sinceOf({ sinceTime, sinceSeconds }: LogOptions): number {
    if (sinceTime) return Date.parse(sinceTime);
    return sinceSeconds === undefined ? 0 : this.#parts.context.clock.date().getTime() - sinceSeconds * 1000;
  }
}
