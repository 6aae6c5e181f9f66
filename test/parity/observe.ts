import { isDeepStrictEqual } from 'node:util';
import type { Cluster, KubernetesObject } from '../../runner/cluster/cluster.ts';
import { systemClock } from '../../runner/core/clock.ts';
import { eventually } from '../../runner/core/eventually.ts';
import { type JsonValue, valueAt } from '../../runner/core/json.ts';
import { isReadyPod } from '../../runner/engine/probe-pod.ts';
import { type Bench, createBench } from './bench.ts';
import type { Row, Topic } from './row.ts';
import { collectSymbols } from './symbols.ts';

/** An annotation of a pod that shall not be awaited, such as one that never becomes ready. */
export const unreadyLabel = 'parity-unready';

const isSettled = (pod: KubernetesObject): boolean =>
  isReadyPod(pod) ||
  (pod.metadata.labels?.[unreadyLabel] !== undefined && valueAt(pod, ['status', 'podIP']) !== undefined) ||
  pod.metadata.labels?.[unreadyLabel] === 'no-address';

const namespaceOf = (topic: Topic): string => `parity-${topic.name}`;

/** Waits until every LoadBalancer Service has its address. */
const awaitAddresses = async (cluster: Cluster, namespace: string): Promise<void> => {
  const isPending = (service: KubernetesObject): boolean =>
    valueAt(service, ['spec', 'type']) === 'LoadBalancer' &&
    valueAt(service, ['spec', 'loadBalancerClass']) === undefined &&
    valueAt(service, ['status', 'loadBalancer', 'ingress', 0]) === undefined;
  const { held } = await eventually(
    async () => (await cluster.api.list({ apiVersion: 'v1', kind: 'Service', namespace })).items,
    (services) => !services.some(isPending),
    { clock: cluster.clock ?? systemClock, within: 30_000 },
  );
  if (!held) throw new Error(`In ${namespace} Services wait for load balancers.`);
};

/** Creates the topic's namespace and its objects, and waits until every pod is in its final state. */
export const prepare = async (cluster: Cluster, topic: Topic): Promise<Bench> => {
  const namespace = namespaceOf(topic);
  const unmet = await cluster.provide(topic.needs ?? {});
  if (unmet.length > 0) throw new Error(unmet.join(' '));
  const bench = createBench(cluster, namespace);
  const namespaces = new Set([namespace]);
  await cluster.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  for (const object of topic.setup(bench)) {
    if (object.kind === 'Namespace') namespaces.add(object.metadata.name);
    await cluster.api.apply({ ...object, metadata: { namespace, ...object.metadata } });
  }
  for (const each of namespaces) {
    const { value, held } = await eventually(
      async () => (await cluster.api.list({ apiVersion: 'v1', kind: 'Pod', namespace: each })).items,
      (pods) => pods.every(isSettled),
      { clock: bench.clock, within: 60_000 },
    );
    const late = value
      .filter((pod) => !isSettled(pod))
      .map((pod) => `${pod.metadata.name} ${JSON.stringify(pod['status'])}`);
    if (!held) throw new Error(`In ${each} are not ready: ${late.join(' ')}`);
  }
  if (topic.needs?.loadBalancer) await awaitAddresses(cluster, namespace);
  bench.symbols = await collectSymbols(cluster, [...namespaces]);
  return bench;
};

/** Asks once; the error of a failed question names the row. */
export const look = async (row: Row, bench: Bench): Promise<JsonValue> => bench.symbols.hide(await row.look(bench));

/** Asks until two answers, `pause` milliseconds apart, are the same: then all changes have taken effect. */
export const lookUntilStable = async (row: Row, bench: Bench, pause: number): Promise<JsonValue> => {
  let last = await look(row, bench);
  if (row.once) return last;
  for (let attempt = 0; attempt < 20; attempt++) {
    await bench.clock.sleep(pause);
    const next = await look(row, bench);
    if (isDeepStrictEqual(last, next)) return next;
    last = next;
  }
  throw new Error(`${row.id} ${row.title} never answers twice the same: ${JSON.stringify(last)}`);
};

/** Works on all `items`, at most `parallel` at the same time. */
export const eachOf = async <Item>(
  items: readonly Item[],
  parallel: number,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
};
