import type { Diagnostic } from '../../../core/diagnostic.ts';
import type { PhaseFailure } from './phases.ts';

/** The default of Linux is enough for about two nodes. https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files */
const enoughInotifyInstances = 512;

/** Limits of the machine, as far as they can be read. */
export interface Machine {
  /** /proc/sys/fs/inotify/max_user_instances of this machine; undefined if it is unknown. */
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

/** Signs of known causes, and their remedies. The first one that matches is shown. */
const causes: readonly { sign: RegExp; hint: string }[] = [
  {
    sign: /no space left on device|disk quota exceeded/i,
    hint: 'The disk of the container engine is full: docker system df shows what takes the space, docker system prune frees it.',
  },
  {
    sign: /port is already allocated|address already in use|ports are not available/i,
    hint: 'Another program took the port at the same moment. Start again.',
  },
  {
    sign: /cannot be pulled|no such image|manifest unknown|pull access denied|manifest for .* not found/i,
    hint: 'Check the name of the image and the connection to its registry, or load the image into the engine (docker pull, docker load).',
  },
  {
    sign: /is not a kindest\/node image/i,
    hint: 'Use an image that kind publishes (https://github.com/kubernetes-sigs/kind/releases) or builds.',
  },
  {
    sign: /too many open files|inotify/i,
    hint: 'Raise the limits of inotify: sysctl fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=524288.',
  },
  {
    sign: /cgroup v1|cgroups v1/i,
    hint: 'Kubernetes 1.35 and later need a host with cgroup v2. Use a node image of 1.34, or a newer system.',
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

/** The diagnostic of a boot that failed: the phase, the fault, the last lines that were seen, the remedy. */
export const describeFailure = ({ phase, message, evidence }: PhaseFailure, machine: Machine): Diagnostic => {
  const text = [message, ...evidence].join('\n');
  const fewInstances = (machine.inotifyInstances ?? enoughInotifyInstances) < enoughInotifyInstances;
  const hint =
    causes.find(({ sign }) => sign.test(text))?.hint ??
    (fewInstances && needsWatches.has(phase)
      ? `fs.inotify.max_user_instances is ${machine.inotifyInstances} here, which may be too low for nodes. Raise it: sysctl fs.inotify.max_user_instances=512.`
      : undefined);
  return {
    code: 'cluster-boot-failed',
    message: [
      `The cluster did not start. The phase ${phase} failed: ${message}`,
      ...evidence.map((line) => `  ${line}`),
    ].join('\n'),
    ...(hint !== undefined && { hint }),
  };
};
