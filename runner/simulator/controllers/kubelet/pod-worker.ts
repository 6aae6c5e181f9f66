import { isSame, type Pod } from '../../api/objects.ts';
import type { RunningContainer, Source } from '../../world.ts';
import type { KubeletParts } from './container.ts';
import { type ContainerRunner, createContainerRunner, type PodView } from './container.ts';
import { podStatusOf } from './pod-status.ts';

/** One pod on its node, from its address to its end. */
export interface PodWorker {
  readonly uid: string;
  readonly containers: readonly ContainerRunner[];
  /** Looks at the pod's object again: a deletion, a readiness gate. */
  look(): void;
  /** The object is gone: whatever still runs is killed. */
  kill(): void;
}

export interface WorkerOptions {
  parts: KubeletParts;
  pod: Pod;
  hostIp: string;
  ip: string;
  /** Live containers, for the data plane. */
  publish(containers: readonly RunningContainer[]): void;
  /** The pod ended or went: its address is free. */
  release(): void;
}

export const startPodWorker = ({ parts, pod: first, hostIp, ip, publish, release }: WorkerOptions): PodWorker => {
  const { context } = parts;
  const { store, recorder } = context;
  const { namespace, name, uid } = first.metadata;
  const node = first.spec.nodeName ?? '';
  const hostname = (first.spec.hostNetwork ? node : first.spec.hostname || name).slice(0, 63);
  const source: Source = { place: 'node', node, ip: hostIp };
  let initialized = (first.spec.initContainers ?? []).length === 0;
  let stopping = false;
  let gone = false;

  const current = (): Pod | undefined => {
    const found = store.get('Pod', namespace, name);
    return found?.metadata.uid === uid ? found : undefined;
  };

  const fieldOf = (container: string): string => {
    const initial = first.spec.initContainers?.some((each) => each.name === container);
    return `spec.${initial ? 'initContainers' : 'containers'}{${container}}`;
  };

  const sync = (): void => {
    const pod = current();
    if (!pod || gone) return;
    publish([...init, ...main].flatMap(({ running }) => running ?? []));
    const status = podStatusOf({
      pod,
      ip,
      hostIp,
      init: init.map((each) => each.status()),
      main: main.map((each) => each.status()),
      initialized,
      now: context.now(),
    });
    if (!isSame(status, pod.status)) store.put({ ...pod, status });
  };

  const view: PodView = {
    pod: () => current() ?? first,
    ip,
    hostname,
    source,
    changed: sync,
    event: (type, reason, message, container) => {
      const pod = current();
      if (pod)
        recorder.record(
          pod,
          type,
          reason,
          message,
          { component: 'kubelet', host: node },
          container && fieldOf(container),
        );
    },
  };

  const policy = (first.spec.restartPolicy ?? 'Always') as 'Always' | 'OnFailure' | 'Never';
  const init = (first.spec.initContainers ?? []).map((spec) =>
    createContainerRunner(
      parts,
      view,
      spec,
      spec.restartPolicy === 'Always' ? 'Always' : policy === 'Always' ? 'OnFailure' : policy,
    ),
  );
  const main = first.spec.containers.map((spec) => createContainerRunner(parts, view, spec, policy));

  const run = async (): Promise<void> => {
    const sidecars: Promise<number>[] = [];
    for (const each of init) {
      const ending = each.run();
      if (each.spec.restartPolicy === 'Always') {
        sidecars.push(ending);
        await Promise.race([each.started, ending]);
      } else if ((await ending) !== 0) return sync();
      if (stopping) return;
    }
    initialized = true;
    await Promise.all(main.map((each) => each.run()));
    if (stopping) return;
    await Promise.all(init.map((each) => each.stop(30)));
    await Promise.all(sidecars);
    sync();
  };

  const finish = (): void => {
    if (gone) return;
    gone = true;
    publish([]);
    release();
  };

  const stop = async (seconds: number): Promise<void> => {
    stopping = true;
    await Promise.all(main.map((each) => each.stop(seconds)));
    await Promise.all(init.map((each) => each.stop(seconds)));
    sync();
    finish();
    const pod = current();
    if (pod) context.remove(pod, { graceSeconds: 0 });
  };

  sync();
  run().catch((fault) => view.event('Warning', 'Failed', `Error: ${String(fault)}`));
  return {
    uid,
    containers: [...init, ...main],
    look: () => {
      const pod = current();
      if (!pod) return;
      if (pod.metadata.deletionTimestamp && !stopping)
        stop(pod.metadata.deletionGracePeriodSeconds ?? 30).catch(() => finish());
      else if (!stopping) sync();
    },
    kill: () => {
      stopping = true;
      finish();
      for (const each of [...main, ...init]) each.stop(0).catch(() => undefined);
    },
  };
};
