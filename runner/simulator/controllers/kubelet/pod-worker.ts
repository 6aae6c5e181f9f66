import { isSameJson } from '../../../core/json.ts';
import type { RunningContainer } from '../../objects/containers.ts';
import type { Source } from '../../objects/network.ts';
import type { Pod } from '../../objects/pods.ts';
import { type ContainerRunner, createContainerRunner } from './container.ts';
import type { KubeletParts, PodView } from './container-run.ts';
import { podStatusOf } from './pod-status.ts';

/** One pod on its node, from its address to its end. */
export interface PodWorker {
  readonly uid: string;
  readonly containers: readonly ContainerRunner[];
  /** Looks at the pod's object again: a deletion, a readiness gate. */
  look(): void;
  /** The object is gone: containers that still run are killed. */
  kill(): void;
}

export interface WorkerOptions {
  parts: KubeletParts;
  pod: Pod;
  hostIp: string;
  ip: string;
  host: PodHost;
}

/** Told by the workers of all pods. */
export interface PodHost {
  /** Live containers of the pod with this UID, for the data plane. */
  publish(uid: string, containers: readonly RunningContainer[]): void;
  /** The pod ended or went: its address is free. */
  release(node: string, ip: string): void;
}

class Worker implements PodWorker, PodView {
  readonly #options: WorkerOptions;
  /** As it was last seen, so that no older version is kept alive. */
  #known: Pod;
  readonly #init: readonly ContainerRunner[];
  readonly #main: readonly ContainerRunner[];
  #initialized: boolean;
  #stopping = false;
  #gone = false;
  /** The pod's status does not yet say what has happened. */
  #isBehind = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#known = options.pod;
    const { restartPolicy = 'Always', initContainers = [], containers } = options.pod.spec;
    const policy = restartPolicy as 'Always' | 'OnFailure' | 'Never';
    const initPolicy = policy === 'Always' ? 'OnFailure' : policy;
    this.#init = initContainers.map((spec) =>
      createContainerRunner(options.parts, this, spec, spec.restartPolicy === 'Always' ? 'Always' : initPolicy),
    );
    this.#main = containers.map((spec) => createContainerRunner(options.parts, this, spec, policy));
    this.#initialized = this.#init.length === 0;
    this.#report();
    // Most pods have nothing to do before their containers run.
    if (this.#init.length === 0) this.#runMain([]);
    else this.#run().catch((fault) => this.event('Warning', 'Failed', `Error: ${String(fault)}`));
  }

  get uid(): string {
    return this.#known.metadata.uid;
  }
  get containers(): readonly ContainerRunner[] {
    return [...this.#init, ...this.#main];
  }
  get ip(): string {
    return this.#options.ip;
  }
  get hostname(): string {
    const { metadata, spec } = this.#known;
    return (spec.hostNetwork ? (spec.nodeName ?? '') : spec.hostname || metadata.name).slice(0, 63);
  }
  get source(): Source {
    return { place: 'node', node: this.#known.spec.nodeName ?? '', ip: this.#options.hostIp };
  }

  pod(): Pod {
    return this.#current() ?? this.#known;
  }

  /** Undefined when the pod is gone. */
  #current(): Pod | undefined {
    const { namespace, name, uid } = this.#known.metadata;
    const found = this.#options.parts.context.store.get('Pod', namespace, name);
    if (found?.metadata.uid !== uid) return undefined;
    this.#known = found;
    return found;
  }

  /** All changes of one moment are reported together: a container that starts has also started, and may be ready. */
  changed(): void {
    if (this.#gone) return;
    this.#publish();
    if (this.#isBehind) return;
    this.#isBehind = true;
    queueMicrotask(() => this.#report());
  }

  #publish(): void {
    this.#options.host.publish(
      this.uid,
      this.containers.flatMap(({ running }) => running ?? []),
    );
  }

  #report(): void {
    this.#isBehind = false;
    const pod = this.#current();
    if (!pod || this.#gone) return;
    const { parts, ip, hostIp } = this.#options;
    const status = podStatusOf({
      pod,
      ip,
      hostIp,
      init: this.#init.map((each) => each.status()),
      main: this.#main.map((each) => each.status()),
      initialized: this.#initialized,
      now: parts.context.now(),
    });
    if (!isSameJson(status, pod.status)) this.#known = parts.context.store.put({ ...pod, status });
  }

  event(type: 'Normal' | 'Warning', reason: string, message: string, container?: string): void {
    const pod = this.#current();
    if (!pod) return;
    const source = { component: 'kubelet', host: pod.spec.nodeName ?? '' };
    const { recorder } = this.#options.parts.context;
    const fieldPath = container === undefined ? undefined : this.#fieldOf(container);
    recorder.record(pod, { type, reason, message, source, fieldPath });
  }

  #fieldOf(container: string): string {
    const initial = this.#known.spec.initContainers?.some((each) => each.name === container);
    return `spec.${initial ? 'initContainers' : 'containers'}{${container}}`;
  }

  async #run(): Promise<void> {
    const sidecars: Promise<number>[] = [];
    for (const each of this.#init) {
      const ending = new Promise<number>((resolve) => each.run(resolve));
      if (each.spec.restartPolicy === 'Always') {
        sidecars.push(ending);
        await Promise.race([each.started, ending]);
      } else if ((await ending) !== 0) return this.changed();
      if (this.#stopping) return;
    }
    this.#runMain(sidecars);
  }

  /** No promise waits for the end of a container: ten thousand would wait for as long as the cluster is there. */
  #runMain(sidecars: readonly Promise<number>[]): void {
    this.#initialized = true;
    let left = this.#main.length;
    const ended = (): void => {
      left -= 1;
      if (left === 0 && !this.#stopping) this.#runDown(sidecars).catch(() => undefined);
    };
    for (const each of this.#main) each.run(ended);
  }

  /** The containers have ended by themselves, so their sidecars must end too. */
  async #runDown(sidecars: readonly Promise<number>[]): Promise<void> {
    await Promise.all(this.#init.map((each) => each.stop(30)));
    await Promise.all(sidecars);
    this.changed();
  }

  #finish(): void {
    if (this.#gone) return;
    this.#gone = true;
    const { host, ip } = this.#options;
    host.publish(this.uid, []);
    host.release(this.#known.spec.nodeName ?? '', ip);
  }

  async #stop(seconds: number): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#main.map((each) => each.stop(seconds)));
    await Promise.all(this.#init.map((each) => each.stop(seconds)));
    this.#report();
    this.#finish();
    const pod = this.#current();
    if (pod) this.#options.parts.context.remove(pod, { graceSeconds: 0 });
  }

  look(): void {
    const pod = this.#current();
    if (!pod || this.#stopping) return;
    if (!pod.metadata.deletionTimestamp) this.changed();
    else this.#stop(pod.metadata.deletionGracePeriodSeconds ?? 30).catch(() => this.#finish());
  }

  kill(): void {
    this.#stopping = true;
    this.#finish();
    for (const each of [...this.#main, ...this.#init]) each.stop(0).catch(() => undefined);
  }
}

export const startPodWorker = (options: WorkerOptions): PodWorker => new Worker(options);
