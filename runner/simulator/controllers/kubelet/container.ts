import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../core/json.ts';
import { randomHex } from '../../../core/random.ts';
import type { Container, ContainerStatus, Pod } from '../../api/objects.ts';
import type {
  ContainerStart,
  Network,
  RunningContainer,
  SimulatedImage,
  Source,
  StoredObject,
  World,
} from '../../world.ts';
import type { Context } from '../context.ts';
import { ConfigFault, type Environment, environmentOf, expand } from './environment.ts';
import { filesOf, hostsFile } from './files.ts';
import { findImage, pullFault, referenceOf } from './images.ts';
import { type ContainerLog, createLog } from './log.ts';
import { type ProbeKind, type Watched, watchContainer } from './prober.ts';
import { type ProbeResult, runCommand, runProbe } from './probes.ts';

/** What the kubelets of all nodes work with. */
export interface KubeletParts {
  context: Context;
  world: World;
  network: Network;
  images: readonly SimulatedImage[];
  /** /etc/resolv.conf of a pod, by its dnsPolicy. */
  resolvConf(pod: StoredObject): string;
}

/** What a container needs to know of its pod. */
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

/** One container of a pod through all its runs. */
export interface ContainerRunner {
  readonly spec: Container;
  readonly running: RunningContainer | undefined;
  readonly log: ContainerLog | undefined;
  readonly previousLog: ContainerLog | undefined;
  status(): ContainerStatus;
  /** Runs until the restart policy lets it end; answers with the last exit code. */
  run(): Promise<number>;
  /** Resolves when it has started (its startup probe included) for the first time. */
  readonly started: Promise<void>;
  /** SIGTERM after the preStop hook; SIGKILL when `seconds` are over. */
  stop(seconds: number): Promise<void>;
}

const firstBackoff = 10_000;
const lastBackoff = 300_000;
/** A container that ran this long starts afresh. */
const stable = 600_000;
const killed = 137;
const nothing: JsonObject = {};

type Policy = 'Always' | 'OnFailure' | 'Never';

/**
 * One run of a container, as its image sees it. A cluster may hold ten thousand, and hardly any is ever looked into: so its
 * environment and its files are put together when somebody asks.
 */
class Run implements ContainerStart, Watched {
  readonly ending = Promise.withResolvers<number>();
  readonly container: JsonObject;
  readonly output: ContainerLog;
  readonly #runner: Runner;
  readonly #environment: Environment;
  readonly #mounted: Readonly<Record<string, string>>;

  /** Throws a ConfigFault when a source of its environment or its files is missing. */
  constructor(runner: Runner) {
    const { parts, view, spec } = runner;
    const pod = view.pod();
    this.#runner = runner;
    this.#environment = environmentOf(parts.context.store, pod, spec, view.hostname);
    this.#mounted = filesOf(parts.context.store, pod, spec);
    this.output = createLog(parts.context.clock);
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
  get world(): World {
    return this.#runner.parts.world;
  }
  get env(): Record<string, string> {
    return this.#environment();
  }
  get files(): Record<string, string> {
    const { parts, view } = this.#runner;
    return {
      '/etc/hosts': hostsFile(view.pod(), view.hostname, parts.world.clusterDomain),
      '/etc/hostname': `${view.hostname}\n`,
      '/etc/resolv.conf': parts.resolvConf(view.pod()),
      ...this.#mounted,
    };
  }
  get log(): (line: string) => void {
    return (line) => this.output.append(line);
  }
  get exited(): (code: number) => void {
    return this.ending.resolve;
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
    return runProbe(
      { clock: this.clock, network: parts.network, source: view.source },
      view.pod(),
      spec,
      running,
      probe,
    );
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

class Runner implements ContainerRunner {
  readonly parts: KubeletParts;
  readonly view: PodView;
  readonly spec: Container;
  running: RunningContainer | undefined;
  log: ContainerLog | undefined;
  previousLog: ContainerLog | undefined;
  readonly #policy: Policy;
  #state: JsonObject = { waiting: { reason: 'ContainerCreating' } };
  #lastState: JsonObject = nothing;
  #ready = false;
  #started = false;
  #restarts = 0;
  #startedAt = '';
  #containerID = '';
  #run: Run | undefined;
  #isOver = false;
  /** Ends pauses; made by the first one. */
  #over: AbortController | undefined;
  /** Made by the first who waits for the start. */
  #firstStart: PromiseWithResolvers<void> | undefined;
  #hasStarted = false;

  constructor(parts: KubeletParts, view: PodView, spec: Container, policy: Policy) {
    this.parts = parts;
    this.view = view;
    this.spec = spec;
    this.#policy = policy;
  }

  get started(): Promise<void> {
    this.#firstStart ??= Promise.withResolvers<void>();
    if (this.#hasStarted) this.#firstStart.resolve();
    return this.#firstStart.promise;
  }

  #resolveStart(): void {
    this.#hasStarted = true;
    this.#firstStart?.resolve();
  }

  hasStarted(): void {
    this.#started = true;
    this.#resolveStart();
    this.view.changed();
  }

  setReady(value: boolean): void {
    if (this.#ready === value) return;
    this.#ready = value;
    this.view.changed();
  }

  restart(kind: string, run: Run): void {
    const target = this.running;
    if (this.#isOver || !target) return;
    const { name } = this.spec;
    this.view.event('Normal', 'Killing', `Container ${name} failed ${kind} probe, will be restarted`, name);
    const grace = this.view.pod().spec.terminationGracePeriodSeconds ?? 30;
    // Of this run: by the time it has stopped, the next one may have begun.
    const { ending } = run;
    const kill = (): void => ending.resolve(killed);
    Promise.race([target.stop(), this.#pause(grace * 1000), ending.promise]).then(kill, kill);
  }

  status(): ContainerStatus {
    const image = fullNameOf(this.spec.image);
    const containerID = this.#containerID;
    return {
      name: this.spec.name,
      state: this.#state,
      lastState: this.#lastState,
      ready: this.#ready,
      restartCount: this.#restarts,
      image: containerID ? image.name : this.spec.image,
      imageID: containerID ? image.id : '',
      ...(containerID && { containerID }),
      started: this.#started,
    };
  }

  async run(): Promise<number> {
    let backoff = 0;
    for (;;) {
      const began = this.parts.context.clock.now();
      const run = this.#start();
      if (!run) {
        backoff = await this.#waitForParts(backoff);
        if (this.#isOver) return killed;
        continue;
      }
      const code = await this.#follow(run);
      const again = this.#policy === 'Always' || (this.#policy === 'OnFailure' && code !== 0);
      if (!again || this.#isOver) {
        this.#resolveStart();
        return code;
      }
      if (this.parts.context.clock.now() - began >= stable) backoff = 0;
      this.#lastState = this.#state;
      this.#restarts += 1;
      if (backoff > 0) await this.#backOff(backoff);
      if (this.#isOver) return code;
      backoff = Math.min(backoff === 0 ? firstBackoff : backoff * 2, lastBackoff);
    }
  }

  async stop(seconds: number): Promise<void> {
    this.#isOver = true;
    this.#over?.abort();
    const [target, run] = [this.running, this.#run];
    if (!target || !run) return;
    const { name, lifecycle } = this.spec;
    const { clock } = this.parts.context;
    this.view.event('Normal', 'Killing', `Stopping container ${name}`, name);
    const deadline = new AbortController();
    const kill = clock.sleep(seconds * 1000, deadline.signal).catch(() => undefined);
    const { preStop } = lifecycle ?? {};
    const command = (preStop?.['exec'] as { command?: string[] } | undefined)?.command;
    const pause = Number((preStop?.['sleep'] as { seconds?: number } | undefined)?.seconds ?? 0);
    const leave = async (): Promise<void> => {
      if (command) await runCommand(clock, target, command, seconds);
      if (pause > 0) await clock.sleep(pause * 1000, deadline.signal).catch(() => undefined);
      await target.stop();
    };
    await Promise.race([leave(), kill, run.ending.promise]);
    deadline.abort();
    run.ending.resolve(killed);
  }

  #wait(reason: string, message?: string): void {
    this.#state = { waiting: { reason, ...(message && { message }) } };
    this.view.changed();
  }

  /** Ends early when the container is stopped. */
  async #pause(milliseconds: number): Promise<void> {
    this.#over ??= new AbortController();
    if (this.#isOver) return;
    await this.parts.context.clock.sleep(milliseconds, this.#over.signal).catch(() => undefined);
  }

  /** Undefined while the image is unknown or a source of the environment is missing. */
  #start(): Run | undefined {
    const { parts, view, spec } = this;
    const { name } = spec;
    const image = findImage(parts.images, spec.image);
    if (!image) {
      const message = pullFault(spec.image);
      view.event('Normal', 'Pulling', `Pulling image "${spec.image}"`, name);
      view.event('Warning', 'Failed', `Failed to pull image "${spec.image}": ${message}`, name);
      view.event('Warning', 'Failed', 'Error: ErrImagePull', name);
      this.#wait('ErrImagePull', message);
      return undefined;
    }
    let run: Run;
    try {
      run = new Run(this);
    } catch (fault) {
      if (!(fault instanceof ConfigFault)) throw fault;
      view.event('Warning', 'Failed', `Error: ${fault.message}`, name);
      this.#wait('CreateContainerConfigError', fault.message);
      return undefined;
    }
    view.event('Normal', 'Pulled', `Container image "${spec.image}" already present on machine`, name);
    view.event('Normal', 'Created', `Created container: ${name}`, name);
    this.previousLog = this.log ?? this.previousLog;
    this.log = run.output;
    this.#run = run;
    this.#containerID = `containerd://${randomHex(parts.context.random, 32)}`;
    this.#startedAt = parts.context.now();
    this.running = image.start(run);
    view.event('Normal', 'Started', `Started container ${name}`, name);
    this.#state = { running: { startedAt: this.#startedAt } };
    view.changed();
    return run;
  }

  /** One run, from its start to its exit code. */
  async #follow(run: Run): Promise<number> {
    const { context } = this.parts;
    const target = this.running;
    const { postStart } = this.spec.lifecycle ?? {};
    const command = (postStart?.['exec'] as { command?: string[] } | undefined)?.command;
    if (command && target) await runCommand(context.clock, target, command, 60);
    // Probes watch beside the run.
    const watch = watchContainer(run);
    const code = await run.ending.promise;
    watch.end();
    this.running = undefined;
    this.log?.end();
    this.#ready = false;
    this.#started = false;
    const reason = code === 0 ? 'Completed' : 'Error';
    const [startedAt, finishedAt] = [this.#startedAt, context.now()];
    const containerID = this.#containerID;
    this.#state = { terminated: { exitCode: code, reason, startedAt, finishedAt, containerID } };
    this.view.changed();
    return code;
  }

  /** Pauses before the next try to start; answers with the length of the next pause between pulls. */
  async #waitForParts(backoff: number): Promise<number> {
    const { image, name } = this.spec;
    const failed = this.#state['waiting'] as JsonObject | undefined;
    const isPull = failed?.['reason'] === 'ErrImagePull';
    await this.#pause(isPull ? firstBackoff : 2000);
    if (this.#isOver || !isPull) return backoff;
    const back = `Back-off pulling image "${image}"`;
    this.#wait('ImagePullBackOff', `${back}: ErrImagePull: ${String(failed['message'])}`);
    this.view.event('Normal', 'BackOff', back, name);
    const next = Math.min(Math.max(firstBackoff, backoff * 2), lastBackoff);
    await this.#pause(next);
    return next;
  }

  async #backOff(milliseconds: number): Promise<void> {
    const { name } = this.spec;
    const { metadata } = this.view.pod();
    const where = `failed container=${name} pod=${metadata.name}_${metadata.namespace}(${metadata.uid})`;
    this.#wait('CrashLoopBackOff', `back-off ${milliseconds / 1000}s restarting ${where}`);
    const which = `failed container ${name} in pod ${metadata.name}_${metadata.namespace}(${metadata.uid})`;
    this.view.event('Warning', 'BackOff', `Back-off restarting ${which}`, name);
    await this.#pause(milliseconds);
  }
}

/** Names and digests of images, which all their containers share. */
const images = new Map<string, { name: string; id: string }>();
const mostImages = 1_000;

const fullNameOf = (image: string): { name: string; id: string } => {
  const known = images.get(image);
  if (known) return known;
  const name = referenceOf(image);
  const found = { name, id: `${name}@sha256:${createHash('sha256').update(name).digest('hex')}` };
  if (images.size >= mostImages) images.clear();
  images.set(image, found);
  return found;
};

export const createContainerRunner = (
  parts: KubeletParts,
  view: PodView,
  spec: Container,
  policy: Policy,
): ContainerRunner => new Runner(parts, view, spec, policy);
