import type { KubernetesObject } from '../../runner/cluster/cluster.ts';
import { eventually } from '../../runner/core/eventually.ts';
import { isObject, type JsonObject, type JsonValue, valueAt } from '../../runner/core/json.ts';
import { isReadyPod } from '../../runner/engine/probe-pod.ts';
import type { Bench } from './bench.ts';
import { curled } from './look-from.ts';
import { collections } from './manifests.ts';

/** Actions of rows on a cluster, and waits for their effects. */

const pathOf = (kind: string, name?: string): string =>
  `${collections[kind] ?? ''}${name === undefined ? '' : `/${name}`}`;

const must = async (what: string, reply: Promise<{ status: number; body: JsonValue }>): Promise<JsonValue> => {
  const { status, body } = await reply;
  if (status >= 300) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
  return body;
};

export const create = (bench: Bench, object: KubernetesObject): Promise<JsonValue> =>
  must(`create ${object.kind}`, bench.ask({ method: 'POST', path: pathOf(object.kind), body: object }));

/** A merge patch. */
export const change = (bench: Bench, kind: string, name: string, body: JsonValue): Promise<JsonValue> =>
  must(
    `patch ${kind} ${name}`,
    bench.ask({ method: 'PATCH', path: pathOf(kind, name), contentType: 'application/merge-patch+json', body }),
  );

export const remove = (bench: Bench, kind: string, name: string, graceSeconds?: number): Promise<JsonValue> =>
  must(
    `delete ${kind} ${name}`,
    bench.ask({
      method: 'DELETE',
      path: `${pathOf(kind, name)}${graceSeconds === undefined ? '' : `?gracePeriodSeconds=${graceSeconds}`}`,
    }),
  );

/** Undefined if it does not exist. */
export const fetch = async (bench: Bench, kind: string, name: string): Promise<JsonObject | undefined> => {
  const { status, body } = await bench.ask({ method: 'GET', path: pathOf(kind, name) });
  return status === 200 && isObject(body) ? body : undefined;
};

export const listed = async (bench: Bench, kind: string, query: string): Promise<JsonObject[]> => {
  const { body } = await bench.ask({ method: 'GET', path: `${pathOf(kind)}?${query}` });
  return (isObject(body) && Array.isArray(body['items']) ? body['items'] : []).filter(isObject);
};

/** Milliseconds, longer than the effect of any change takes. */
const patience = 45_000;

/** The first look that holds, or the last one before the time is over. */
export const until = async <Value>(
  { clock }: Bench,
  look: () => Promise<Value>,
  holds: (value: Value) => boolean,
): Promise<Value> => (await eventually(look, holds, { clock, within: patience, longestPause: 300 })).value;

export const untilReady = async (bench: Bench, ...names: string[]): Promise<void> => {
  for (const name of names)
    await until(
      bench,
      () => fetch(bench, 'Pod', name),
      (pod) => pod !== undefined && isReadyPod(pod as unknown as KubernetesObject),
    );
};

export const clusterIpOf = async (bench: Bench, name: string): Promise<string> =>
  String(valueAt(await fetch(bench, 'Service', name), ['spec', 'clusterIP']));

/** Repeats curl until it has the expected exit status. */
export const untilCurl = (bench: Bench, from: string, exit: number, ...words: string[]): Promise<JsonObject> =>
  until(
    bench,
    () => curled(bench, from, ...words),
    (answer) => answer['exit'] === exit,
  );

/** The different bodies of a number of new connections. */
export const bodiesOf = async (bench: Bench, from: string, url: string, count: number): Promise<string[]> => {
  const script = `i=0; while [ $i -lt ${count} ]; do b=$(curl -s -m 3 "$1"); echo "$b $?"; i=$((i+1)); done`;
  const { stdout } = await bench.exec(from, ['sh', '-c', script, 'sh', url]);
  const lines = stdout.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))].sort();
};

/** The ready addresses in Endpoints, and the conditions of the endpoints in slices. */
export const backendsOf = async (
  bench: Bench,
  service: string,
): Promise<{ ready: string[]; conditions: JsonValue[] }> => {
  const endpoints = await fetch(bench, 'Endpoints', service);
  const subsets = valueAt(endpoints, ['subsets']);
  const addresses = (Array.isArray(subsets) ? subsets : []).flatMap((each) => valueAt(each, ['addresses']) ?? []);
  const slices = await listed(bench, 'EndpointSlice', `labelSelector=kubernetes.io%2Fservice-name%3D${service}`);
  const items = slices.flatMap((slice) => (Array.isArray(slice['endpoints']) ? slice['endpoints'] : []));
  return {
    ready: addresses.map((each) => String(valueAt(each, ['targetRef', 'name']) ?? valueAt(each, ['ip']))).sort(),
    conditions: items.map((each) => valueAt(each, ['conditions']) ?? null),
  };
};

export const logOf = async (bench: Bench, pod: string): Promise<string> =>
  String((await bench.ask({ method: 'GET', path: `${pathOf('Pod', pod)}/log` })).body);
