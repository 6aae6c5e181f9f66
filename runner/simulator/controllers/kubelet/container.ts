import { ended } from '../../../core/clock.ts';
import type { JsonObject } from '../../../core/json.ts';
import { randomHex } from '../../../core/random.ts';
import type { RunningContainer } from '../../objects/containers.ts';
import type { Container, ContainerStatus } from '../../objects/pods.ts';
import { type KubeletParts, type PodView, Run, type RunHost } from './container-run.ts';
import { ConfigFault } from './environment.ts';
import { grantedTo } from './granted.ts';
import { identityOf } from './image-identity.ts';
import { findImage, imagesIn, pullFault } from './images.ts';
import type { ContainerLog } from './log.ts';
import { runCommand } from './probes.ts';

/** One container of a pod through all its runs. */
export interface ContainerRunner {
  readonly spec: Container;
  readonly running: RunningContainer | undefined;
  readonly log: ContainerLog | undefined;
  readonly previousLog: ContainerLog | undefined;
  status(): ContainerStatus;
  /** Runs until the restart policy lets it end; tells the last exit code. */
  run(ended: (code: number) => void): void;
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

class Runner implements ContainerRunner, RunHost {
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
  /** Milliseconds before the next restart. */
  #backoff = 0;
  #ended: ((code: number) => void) | undefined;
  #startedAt = '';
  #containerID = '';
  #run: Run | undefined;
  #isOver = false;
  /** Ends pauses; made by the first one. */
  #over: AbortController | undefined;
  /** Made when somebody first waits for the start. */
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
    const kill = (): void => run.end(killed);
    Promise.race([target.stop(), this.#pause(grace * 1000), run.ending]).then(kill, kill);
  }

  status(): ContainerStatus {
    const image = identityOf(this.spec.image);
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
      ...grantedTo(this.spec, this.running !== undefined),
    };
  }

  run(ended: (code: number) => void): void {
    this.#ended = ended;
    this.#begin();
  }

  #begin(): void {
    try {
      const run = this.#start();
      if (run) this.#attend(run);
      else this.#after(this.#waitForParts(), killed);
    } catch (fault) {
      this.#fail(fault);
    }
  }

  /** Begins when the pause is over, or ends with the code when it was stopped. */
  #after(pause: Promise<void>, code: number): void {
    const go = (): void => {
      if (this.#isOver) this.#end(code);
      else this.#begin();
    };
    pause.then(go, (fault: unknown) => this.#fail(fault));
  }

  #fail(fault: unknown): void {
    this.view.event('Warning', 'Failed', `Error: ${String(fault)}`, this.spec.name);
  }

  #end(code: number): void {
    this.#resolveStart();
    this.#ended?.(code);
  }

  /** Starts the postStart hook and the probes of a run that has begun. */
  #attend(run: Run): void {
    const target = this.running;
    const { postStart } = this.spec.lifecycle ?? {};
    const command = (postStart?.['exec'] as { command?: string[] } | undefined)?.command;
    const watch = (): void => run.watch();
    if (command && target) runCommand(run.clock, target, command, 60).then(watch, watch);
    else watch();
  }

  exited(run: Run, code: number): void {
    const { clock, now } = this.parts.context;
    this.running = undefined;
    this.log?.end();
    this.#ready = false;
    this.#started = false;
    const reason = code === 0 ? 'Completed' : 'Error';
    const [startedAt, finishedAt] = [this.#startedAt, now()];
    const containerID = this.#containerID;
    this.#state = { terminated: { exitCode: code, reason, startedAt, finishedAt, containerID } };
    this.view.changed();
    const again = this.#policy === 'Always' || (this.#policy === 'OnFailure' && code !== 0);
    if (!again || this.#isOver) this.#end(code);
    else this.#beginAgain(code, clock.now() - run.began >= stable);
  }

  #beginAgain(code: number, wasStable: boolean): void {
    const backoff = wasStable ? 0 : this.#backoff;
    this.#backoff = Math.min(backoff === 0 ? firstBackoff : backoff * 2, lastBackoff);
    this.#lastState = this.#state;
    this.#restarts += 1;
    if (backoff === 0) this.#begin();
    else this.#after(this.#backOff(backoff), code);
  }

  async stop(seconds: number): Promise<void> {
    this.#isOver = true;
    this.#over?.abort(ended);
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
    await Promise.race([leave(), kill, run.ending]);
    deadline.abort(ended);
    run.end(killed);
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
    const known = imagesIn(view.pod().metadata.namespace ?? '', parts.images);
    const image = findImage(known, spec.image);
    if (!image) {
      const message = pullFault(spec, known);
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

  /** Pauses before the next try to start. */
  async #waitForParts(): Promise<void> {
    const { image, name } = this.spec;
    const failed = this.#state['waiting'] as JsonObject | undefined;
    const isPull = failed?.['reason'] === 'ErrImagePull';
    await this.#pause(isPull ? firstBackoff : 2000);
    if (this.#isOver || !isPull) return;
    const back = `Back-off pulling image "${image}"`;
    this.#wait('ImagePullBackOff', `${back}: ErrImagePull: ${String(failed['message'])}`);
    this.view.event('Normal', 'BackOff', back, name);
    this.#backoff = Math.min(Math.max(firstBackoff, this.#backoff * 2), lastBackoff);
    await this.#pause(this.#backoff);
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

export const createContainerRunner = (
  parts: KubeletParts,
  view: PodView,
  spec: Container,
  policy: Policy,
): ContainerRunner => new Runner(parts, view, spec, policy);
