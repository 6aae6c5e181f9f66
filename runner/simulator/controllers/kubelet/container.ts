import { canonicalImageName } from '../../../core/image-name.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Container, ContainerStatus, Pod } from '../../api/objects.ts';
import type { Network, RunningContainer, SimulatedImage, Source, StoredObject, World } from '../../world.ts';
import type { Context } from '../context.ts';
import { ConfigFault, environmentOf, expand } from './environment.ts';
import { filesOf, hostsFile } from './files.ts';
import { findImage, imagesIn, pullFault } from './images.ts';
import { type ContainerLog, createLog } from './log.ts';
import { watchContainer } from './prober.ts';
import { runCommand, runProbe } from './probes.ts';

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
  /** The pod as it is stored now. */
  pod(): Pod;
  ip: string;
  hostname: string;
  source: Source;
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

/** What the runtime has given to a container that runs. */
const statusOfResources = ({ resources }: Container): JsonObject => ({
  ...(resources?.requests && { allocatedResources: resources.requests }),
  resources: resources ?? {},
});

const statusOfMount = ({ mountPath, name, readOnly }: JsonObject): JsonObject => ({
  mountPath,
  name,
  ...(readOnly === true && { readOnly, recursiveReadOnly: 'Disabled' }),
});

export const createContainerRunner = (
  { context, world, network, images, resolvConf }: KubeletParts,
  view: PodView,
  spec: Container,
  policy: 'Always' | 'OnFailure' | 'Never',
): ContainerRunner => {
  const { clock, random, store } = context;
  const firstStart = Promise.withResolvers<void>();
  const over = new AbortController();
  let state: JsonObject = { waiting: { reason: 'ContainerCreating' } };
  let lastState: JsonObject = {};
  let running: RunningContainer | undefined;
  let log: ContainerLog | undefined;
  let previousLog: ContainerLog | undefined;
  let ready = false;
  let started = false;
  let restarts = 0;
  let id = '';
  let startedAt = '';
  let exit: PromiseWithResolvers<number> | undefined;
  let probing: AbortController | undefined;

  const wait = (reason: string, message?: string): void => {
    state = { waiting: { reason, ...(message && { message }) } };
    view.changed();
  };
  const sleep = (milliseconds: number): Promise<void> => clock.sleep(milliseconds, over.signal).catch(() => undefined);
  const createId = (): string => Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');

  const setReady = (value: boolean): void => {
    if (ready === value) return;
    ready = value;
    view.changed();
  };

  const restart = (kind: string, target: RunningContainer): void => {
    view.event('Normal', 'Killing', `Container ${spec.name} failed ${kind} probe, will be restarted`, spec.name);
    const grace = view.pod().spec.terminationGracePeriodSeconds ?? 30;
    // Of this run: by the time it has stopped, the next one may have begun.
    const ending = exit;
    Promise.race([target.stop(), sleep(grace * 1000), ending?.promise]).then(
      () => ending?.resolve(killed),
      () => ending?.resolve(killed),
    );
  };

  /** False while the image is unknown or a source of the environment is missing. */
  const start = (): boolean => {
    const pod = view.pod();
    const known = imagesIn(pod.metadata.namespace ?? '', images);
    const image = findImage(known, spec.image);
    if (!image) {
      const message = pullFault(spec, known);
      view.event('Normal', 'Pulling', `Pulling image "${spec.image}"`, spec.name);
      view.event('Warning', 'Failed', `Failed to pull image "${spec.image}": ${message}`, spec.name);
      view.event('Warning', 'Failed', 'Error: ErrImagePull', spec.name);
      wait('ErrImagePull', message);
      return false;
    }
    let env: Record<string, string>;
    let files: Record<string, string>;
    try {
      env = environmentOf(store, pod, spec, view.hostname);
      files = filesOf(store, pod, spec, {
        '/etc/hosts': hostsFile(pod, view.hostname, world.clusterDomain),
        '/etc/hostname': `${view.hostname}\n`,
        '/etc/resolv.conf': resolvConf(pod),
      });
    } catch (fault) {
      if (!(fault instanceof ConfigFault)) throw fault;
      view.event('Warning', 'Failed', `Error: ${fault.message}`, spec.name);
      wait('CreateContainerConfigError', fault.message);
      return false;
    }
    const present = `Container image "${spec.image}" already present on machine`;
    view.event('Normal', 'Pulled', present, spec.name);
    view.event('Normal', 'Created', `Created container: ${spec.name}`, spec.name);
    previousLog = log ?? previousLog;
    const current = createLog(clock);
    log = current;
    const ending = Promise.withResolvers<number>();
    exit = ending;
    id = createId();
    startedAt = context.now();
    const container: JsonObject = { ...spec };
    for (const key of ['command', 'args']) {
      const list = spec[key];
      if (Array.isArray(list)) container[key] = list.map((each) => expand(String(each), env));
    }
    running = image.start({
      pod,
      container,
      hostname: view.hostname,
      ip: view.ip,
      env,
      files,
      world,
      log: (line) => current.append(line),
      exited: (code) => ending.resolve(code),
    });
    view.event('Normal', 'Started', `Started container ${spec.name}`, spec.name);
    state = { running: { startedAt } };
    view.changed();
    return true;
  };

  /** One run, from start to exit; undefined when it could not start. */
  const runOnce = async (): Promise<number | undefined> => {
    if (!start()) return undefined;
    const target = running;
    if (!target || !exit) return undefined;
    probing = new AbortController();
    const { postStart } = spec.lifecycle ?? {};
    const command = (postStart?.['exec'] as { command?: string[] } | undefined)?.command;
    if (command) await runCommand(clock, target, command, 60);
    // Probes watch beside the run.
    watchContainer({
      spec,
      clock,
      look: (probe) => runProbe({ clock, network, source: view.source }, view.pod(), spec, target, probe),
      tell: (message) => view.event('Warning', 'Unhealthy', message, spec.name),
      started: () => {
        started = true;
        firstStart.resolve();
        view.changed();
      },
      ready: setReady,
      failed: (kind) => {
        if (!over.signal.aborted) restart(kind, target);
      },
      signal: probing.signal,
    }).catch(() => undefined);
    const code = await exit.promise;
    probing.abort();
    running = undefined;
    log?.end();
    ready = false;
    started = false;
    const reason = code === 0 ? 'Completed' : 'Error';
    state = {
      terminated: { exitCode: code, reason, startedAt, finishedAt: context.now(), containerID: `containerd://${id}` },
    };
    view.changed();
    return code;
  };

  const run = async (): Promise<number> => {
    let backoff = 0;
    for (;;) {
      const began = clock.now();
      const code = await runOnce();
      if (code === undefined) {
        const failed = state['waiting'] as JsonObject | undefined;
        await sleep(failed?.['reason'] === 'ErrImagePull' ? firstBackoff : 2000);
        if (over.signal.aborted) return killed;
        if (failed?.['reason'] === 'ErrImagePull') {
          const back = `Back-off pulling image "${spec.image}"`;
          wait('ImagePullBackOff', `${back}: ErrImagePull: ${String(failed['message'])}`);
          view.event('Normal', 'BackOff', back, spec.name);
          backoff = Math.min(Math.max(firstBackoff, backoff * 2), lastBackoff);
          await sleep(backoff);
          if (over.signal.aborted) return killed;
        }
        continue;
      }
      const again = policy === 'Always' || (policy === 'OnFailure' && code !== 0);
      if (!again || over.signal.aborted) {
        firstStart.resolve();
        return code;
      }
      if (clock.now() - began >= stable) backoff = 0;
      lastState = state;
      restarts += 1;
      if (backoff > 0) {
        const pod = view.pod();
        const message = `back-off ${backoff / 1000}s restarting failed container=${spec.name} pod=${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
        wait('CrashLoopBackOff', message);
        view.event(
          'Warning',
          'BackOff',
          `Back-off restarting failed container ${spec.name} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`,
          spec.name,
        );
        await sleep(backoff);
        if (over.signal.aborted) return code;
      }
      backoff = Math.min(backoff === 0 ? firstBackoff : backoff * 2, lastBackoff);
    }
  };

  const stop = async (seconds: number): Promise<void> => {
    over.abort();
    const target = running;
    if (!target) return;
    view.event('Normal', 'Killing', `Stopping container ${spec.name}`, spec.name);
    const deadline = new AbortController();
    const kill = clock.sleep(seconds * 1000, deadline.signal).catch(() => undefined);
    const { preStop } = spec.lifecycle ?? {};
    const command = (preStop?.['exec'] as { command?: string[] } | undefined)?.command;
    const pause = Number((preStop?.['sleep'] as { seconds?: number } | undefined)?.seconds ?? 0);
    const leave = async (): Promise<void> => {
      if (command) await runCommand(clock, target, command, seconds);
      if (pause > 0) await clock.sleep(pause * 1000, deadline.signal).catch(() => undefined);
      await target.stop();
    };
    const ending = exit;
    await Promise.race([leave(), kill, ending?.promise]);
    deadline.abort();
    ending?.resolve(killed);
  };

  return {
    spec,
    get running() {
      return running;
    },
    get log() {
      return log;
    },
    get previousLog() {
      return previousLog;
    },
    started: firstStart.promise,
    status: () => ({
      name: spec.name,
      state,
      lastState,
      ready,
      restartCount: restarts,
      image: running || id ? canonicalImageName(spec.image) : spec.image,
      imageID: id ? `${canonicalImageName(spec.image)}@sha256:${id.slice(0, 12).padEnd(64, '0')}` : '',
      ...(id && { containerID: `containerd://${id}` }),
      started,
      ...(running && statusOfResources(spec)),
      ...(spec.volumeMounts && { volumeMounts: spec.volumeMounts.map(statusOfMount) }),
    }),
    run,
    stop,
  };
};
