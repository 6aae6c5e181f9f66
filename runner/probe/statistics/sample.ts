import type { Vantage } from '../../cluster/cluster.ts';
import type { ProbeContext } from '../exec.ts';
import { requestAll } from '../http/http.ts';
import type { HttpReply } from '../http/reply.ts';
import { type Backend, readBackends, sameBackends } from '../identity/backends.ts';
import { identify } from '../identity/identify.ts';
import { type NamedPod, otherPods } from '../identity/other-pods.ts';
import type { Target } from '../target.ts';

export interface SampleOptions {
  vantage: Vantage;
  target: Target;
  /** The ready backends before the first request. */
  backends: readonly Backend[];
  /** The number of requests in each batch. */
  batches: readonly number[];
  /** Whether more requests cannot change the verdict. Called after each batch. */
  decided(sample: Sample): boolean;
  /** Makes a number of requests. Default: a process, and so a connection, for each. */
  ask?(times: number): Promise<HttpReply[]>;
}

/** The answers to the requests of one client. */
export interface Sample {
  replies: HttpReply[];
  /** The number of answers of each ready backend, by its name. */
  counts: Map<string, number>;
  /** The requests without an answer. */
  failures: HttpReply[];
  /** Answers that are not from a ready backend, with the name of their pod if that is known. */
  strangers: { pod?: string; reply: HttpReply }[];
  /** The number of requests that were planned. It is greater than that of `replies` if a batch ran out of time. */
  asked: number;
  /** Whether the Service's endpoints changed during the requests: then the answers prove nothing. */
  moved: boolean;
}

/** Makes requests in batches until the verdict is decided. */
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

/** Whether the sample is unusable, whatever further answers are. */
export const isSpoilt = ({ failures, strangers }: Sample): boolean => failures.length > 0 || strangers.length > 0;

/** The names of the ready backends that answered. */
export const seenNames = ({ counts }: Sample): string[] =>
  [...counts].filter(([, times]) => times > 0).map(([name]) => name);

const count = (sample: Sample, reply: HttpReply, backends: readonly Backend[], others: readonly NamedPod[]): void => {
  sample.replies.push(reply);
  if (reply.outcome !== 'answered') {
    sample.failures.push(reply);
    return;
  }
  const known: (Pick<NamedPod, 'name' | 'hostname'> & { ready?: boolean })[] = [
    ...backends.map(({ name, hostname }) => ({ name, hostname, ready: true })),
    ...others,
  ];
  const who = identify(reply.body, known);
  if (who?.ready) sample.counts.set(who.name, (sample.counts.get(who.name) ?? 0) + 1);
  else sample.strangers.push({ reply, ...(who && { pod: who.name }) });
};
