import type { Diagnostic } from '../../../core/diagnostic.ts';
import type { PhaseFailure } from './phases.ts';

/** Linux' defaults are enough for about two nodes. https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files */
const enoughInotifyInstances = 512;

/** What the machine is like, as far as it can be read. */
export interface Machine {
  /** /proc/sys/fs/inotify/max_user_instances of this machine; undefined when it is unknown. */
  inotifyInstances?: number;
}

/** Phases in which systemd, containerd and the kubelet watch files. */
const needsWatches: ReadonlySet<string> = new Set([
  'systemd',
  'kubeadm-init',
  'api',
  'join',
  'nodes-ready',
  'proxy',
  'dns',
]);

/** What is seen, and what to do about it. The first that fits is told. */
const causes: readonly { sign: RegExp; hint: string }[] = [
  {
    sign: /no space left on device|disk quota exceeded/i,
    hint: 'The disk of the container engine is full: docker system df shows what takes the space, docker system prune frees it.',
  },
  {
    sign: /port is already allocated|address already in use|ports are not available/i,
    hint: 'Another program took the port in the same moment. Start again.',
  },
  {
    sign: /cannot be pulled|no such image|manifest unknown|pull access denied|manifest for .* not found/i,
    hint: 'Check the name of the image and the way to its registry, or put the image into the engine (docker pull, docker load).',
  },
  {
    sign: /is no kindest\/node image/i,
    hint: 'Give an image that kind publishes or builds: https://github.com/kubernetes-sigs/kind/releases names them.',
  },
  {
    sign: /too many open files|inotify/i,
    hint: 'Raise the limits for watches: sysctl fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=524288.',
  },
  {
    sign: /cgroup v1|cgroups v1/i,
    hint: 'Kubernetes 1.35 and later want a host with cgroup v2. Use a node image of 1.34, or a newer system.',
  },
  {
    sign: /non-overlapping IPv4 address pool|address pools have been fully subnetted/i,
    hint: 'The engine has no subnet left for another network: docker network prune removes unused ones.',
  },
  {
    sign: /cannot connect|ECONNREFUSED|ECONNRESET|EPIPE|socket hang up|\.sock/i,
    hint: 'The container engine stopped answering. Check that it runs (docker info), then start again.',
  },
];

/** A boot that failed, as it is told: the phase, what was wrong, what was seen last, what to do. */
export const describeFailure = ({ phase, message, evidence }: PhaseFailure, machine: Machine): Diagnostic => {
  const text = [message, ...evidence].join('\n');
  const fewInstances = (machine.inotifyInstances ?? enoughInotifyInstances) < enoughInotifyInstances;
  const hint =
    causes.find(({ sign }) => sign.test(text))?.hint ??
    (fewInstances && needsWatches.has(phase)
      ? `fs.inotify.max_user_instances is ${machine.inotifyInstances} here, which is little for nodes: sysctl fs.inotify.max_user_instances=512 raises it.`
      : undefined);
  return {
    code: 'cluster-boot-failed',
    message: [`The cluster did not come up: ${phase}. ${message}`, ...evidence.map((line) => `  ${line}`)].join('\n'),
    ...(hint !== undefined && { hint }),
  };
};
