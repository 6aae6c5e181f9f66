import type { Vantage } from '../../cluster/cluster.ts';
import { textAt, valueAt } from '../../core/json.ts';
import type { ProbeContext } from '../exec.ts';
import { requestAll } from '../http/http.ts';
import type { HttpReply } from '../http/reply.ts';
import { type Backend, readBackends, sameBackends } from '../identity/backends.ts';
import { identify } from '../identity/identify.ts';
import { podHostname } from '../identity/pod-hostname.ts';
import type { Target } from '../target.ts';

export interface SampleOptions {
  vantage: Vantage;
  target: Target;
  /** The ready backends, read before. */
  backends: readonly Backend[];
  /** Numbers of requests, one exec each. */
  batches: readonly number[];
  /** Whether more requests cannot change the answer. Asked after each batch. */
  decided(sample: Sample): boolean;
  /** Makes so many requests. Default: a process and so a connection for each. */
  ask?(times: number): Promise<HttpReply[]>;
}

/** Who answered the requests of one client. */
export interface Sample {
  replies: HttpReply[];
  /** Answers of each ready backend by its name; 0 for one that gave none. */
  counts: Map<string, number>;
  /** Requests without an answer. */
  failures: HttpReply[];
  /** Answers of no ready backend, with the name of the pod that gave them when that is known. */
  strangers: { pod?: string; reply: HttpReply }[];
  /** Requests that were to be made; more than `replies` when the time for a batch ran out. */
  asked: number;
  /** Whether the Service's endpoints were others after than before: then nothing follows from the answers. */
  moved: boolean;
}

/** Sends requests over new connections, one batch after another, until the answer is decided. */
export const takeSample = async (context: ProbeContext, options: SampleOptions): Promise<Sample> => {
  const { vantage, target, backends, batches, decided } = options;
  const ask = options.ask ?? ((times: number) => requestAll(context, vantage, [{ url: target.url, times }]));
  const others = await otherPods(context, target.namespace, backends);
  const sample: Sample = {
    replies: [],
    counts: new Map(backends.map(({ name }) => [name, 0])),
    failures: [],
    strangers: [],
    asked: 0,
    moved: false,
  };
  for (const times of batches.filter((each) => each > 0)) {
    sample.asked += times;
    for (const reply of await ask(times)) count(sample, reply, backends, others);
    if (sample.replies.length < sample.asked || isSpoilt(sample) || decided(sample)) break;
  }
  const after = await readBackends(context, target);
  return { ...sample, moved: !sameBackends(backends, after.ready) };
};

/** No further answer can mend it. */
export const isSpoilt = ({ failures, strangers }: Sample): boolean => failures.length > 0 || strangers.length > 0;

/** The ready backends that answered, by name. */
export const seenNames = ({ counts }: Sample): string[] =>
  [...counts].filter(([, times]) => times > 0).map(([name]) => name);

const count = (sample: Sample, reply: HttpReply, backends: readonly Backend[], others: readonly NamedPod[]): void => {
  sample.replies.push(reply);
  if (reply.outcome !== 'answered') {
    sample.failures.push(reply);
    return;
  }
  const known: (NamedPod & { ready?: boolean })[] = [
    ...backends.map(({ name, hostname }) => ({ name, hostname, ready: true })),
    ...others,
  ];
  const who = identify(reply.body, known);
  if (who?.ready) sample.counts.set(who.name, (sample.counts.get(who.name) ?? 0) + 1);
  else sample.strangers.push({ reply, ...(who && { pod: who.name }) });
};

interface NamedPod {
  name: string;
  hostname: string;
}

/** Pods of the namespace that are no ready backends: an answer of one of these can be named. */
const otherPods = async (
  { cluster: { api }, signal }: ProbeContext,
  namespace: string,
  backends: readonly Backend[],
): Promise<NamedPod[]> => {
  const { items } = await api.list({ apiVersion: 'v1', kind: 'Pod', namespace }, signal);
  const behind = new Set(backends.map(({ address }) => address));
  return items
    .filter(
      (pod) => !behind.has(textAt(pod, 'status', 'podIP') ?? '') && valueAt(pod, ['spec', 'hostNetwork']) !== true,
    )
    .filter((pod) => textAt(pod, 'status', 'phase') === 'Running')
    .map((pod) => ({ name: pod.metadata.name, hostname: podHostname(pod.metadata.name, pod) }));
};
