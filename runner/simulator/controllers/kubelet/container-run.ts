import type { JsonObject } from '../../../core/json.ts';
import type { ClusterState } from '../../objects/cluster-state.ts';
import type { RunningContainer } from '../../objects/containers.ts';
import type { ContainerStart, SimulatedImage } from '../../objects/images.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import type { Network, Source } from '../../objects/network.ts';
import type { Container, Pod } from '../../objects/pods.ts';
import type { Context } from '../context.ts';
import { type Environment, environmentOf, expand } from './environment.ts';
import { filesOf, hostsFile } from './files.ts';
import { type ContainerLog, createLog } from './log.ts';
import { type ProbeKind, type Watched, watchContainer } from './prober.ts';
import { type ProbeResult, runProbe } from './probes.ts';

/** The tools of the kubelets of all nodes. */
export interface KubeletParts {
  context: Context;
  clusterState: ClusterState;
  network: Network;
  images: readonly SimulatedImage[];
  /** /etc/resolv.conf of a pod, by its dnsPolicy. */
  resolvConf(pod: Unstructured): string;
}

/** The pod as its containers see it. */
export interface PodView {
  /** The pod as it is stored now, or was last. */
  pod(): Pod;
  readonly ip: string;
  readonly hostname: string;
  readonly source: Source;
  /** The container's status changed. */
  changed(): void;
  event(type: 'Normal' | 'Warning', reason: string, message: string, container?: string): void;
}

/** The container whose run it is. */
export interface RunHost {
  readonly parts: KubeletParts;
  readonly view: PodView;
  readonly spec: Container;
  readonly running: RunningContainer | undefined;
  hasStarted(): void;
  setReady(value: boolean): void;
  restart(kind: 'startup' | 'liveness', run: Run): void;
  exited(run: Run, code: number): void;
}

/**
 * One run of a container, as its image sees it. A cluster may hold ten thousand, and hardly any is ever inspected: so its
 * environment and its files are put together when somebody asks.
 */
export class Run implements ContainerStart, Watched {
  readonly container: JsonObject;
  readonly output: ContainerLog;
  readonly began: number;
  readonly #runner: RunHost;
  readonly #environment: Environment;
  readonly #mounted: Readonly<Record<string, string>>;
  #isOver = false;
  #watch: { end(): void } | undefined;
  /** Made when somebody first waits for the end. */
  #ending: PromiseWithResolvers<void> | undefined;

  /** Throws a ConfigFault when a source of its environment or its files is missing. */
  constructor(runner: RunHost) {
    const { parts, view, spec } = runner;
    const pod = view.pod();
    this.#runner = runner;
    this.#environment = environmentOf(parts.context.store, pod, spec, view.hostname);
    this.#mounted = filesOf(parts.context.store, pod, spec);
    this.output = createLog(parts.context.clock);
    this.began = parts.context.clock.now();
    const words: JsonObject = {};
    for (const key of ['command', 'args']) {
      const list = spec[key];
      if (Array.isArray(list)) words[key] = list.map((each) => expand(String(each), this.#environment));
    }
    this.container = Object.keys(words).length > 0 ? { ...spec, ...words } : spec;
  }

  get pod(): Pod {
    return this.#runner.view.pod();
  }
  get hostname(): string {
    return this.#runner.view.hostname;
  }
  get ip(): string {
    return this.#runner.view.ip;
  }
  get clusterState(): ClusterState {
    return this.#runner.parts.clusterState;
  }
  get env(): Record<string, string> {
    return this.#environment();
  }
  get files(): Record<string, string> {
    const { parts, view } = this.#runner;
    return {
      '/etc/hosts': hostsFile(view.pod(), view.hostname, parts.clusterState.clusterDomain),
      '/etc/hostname': `${view.hostname}\n`,
      '/etc/resolv.conf': parts.resolvConf(view.pod()),
      ...this.#mounted,
    };
  }
  get log(): (line: string) => void {
    return (line) => this.output.append(line);
  }
  get exited(): (code: number) => void {
    return (code) => this.end(code);
  }

  /** Resolves when the process has ended. */
  get ending(): Promise<void> {
    this.#ending ??= Promise.withResolvers<void>();
    if (this.#isOver) this.#ending.resolve();
    return this.#ending.promise;
  }

  /** Probes watch beside the run. */
  watch(): void {
    if (!this.#isOver) this.#watch = watchContainer(this);
  }

  end(code: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#watch?.end();
    this.#ending?.resolve();
    // A process may end while it is being started: first it has started.
    queueMicrotask(() => this.#runner.exited(this, code));
  }

  get spec(): Container {
    return this.#runner.spec;
  }
  get clock(): Context['clock'] {
    return this.#runner.parts.context.clock;
  }
  async look(kind: ProbeKind): Promise<ProbeResult> {
    const { parts, view, spec, running } = this.#runner;
    const probe = spec[kind];
    if (!running || !probe) return { ok: false, message: 'the container is not running' };
    const from = { clock: this.clock, network: parts.network, source: view.source };
    return runProbe(from, probe, { pod: view.pod(), container: spec, running });
  }
  tell(message: string): void {
    this.#runner.view.event('Warning', 'Unhealthy', message, this.spec.name);
  }
  started(): void {
    this.#runner.hasStarted();
  }
  ready(value: boolean): void {
    this.#runner.setReady(value);
  }
  failed(kind: 'startup' | 'liveness'): void {
    this.#runner.restart(kind, this);
  }
}
