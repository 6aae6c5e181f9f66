import type { KubernetesObject } from '../../runner/cluster/cluster.ts';
import { eventually } from '../../runner/core/eventually.ts';
import { isObject, type JsonObject, type JsonValue, valueAt } from '../../runner/core/json.ts';
import { briefOf, withoutNoise } from './answers.ts';
import type { Ask, Bench, Reply } from './bench.ts';
import { collections, object, service } from './manifests.ts';
import { onceRow, type Row } from './row.ts';

export const quota = (hard: JsonObject, more: JsonObject = {}, name = 'quota'): KubernetesObject =>
  object('ResourceQuota', name, { spec: { hard, ...more } });

export const range = (limit: JsonObject, name = 'range'): KubernetesObject =>
  object('LimitRange', name, { spec: { limits: [{ type: 'Container', ...limit }] } });

export const web = (name: string, spec: JsonObject = {}): KubernetesObject =>
  service(name, { ports: [{ port: 80 }], ...spec });

export const container = (name: string, requests?: JsonObject, limits?: JsonObject): JsonObject => ({
  name,
  image: 'luksa/kubia',
  imagePullPolicy: 'IfNotPresent',
  ...((requests ?? limits) && { resources: { ...(requests && { requests }), ...(limits && { limits }) } }),
});

/** A pod that never runs, because it fits on no node. */
export const idle = (
  name: string,
  containers: JsonObject[] = [container('main')],
  spec: JsonObject = {},
): KubernetesObject => object('Pod', name, { spec: { nodeSelector: { nope: 'nope' }, containers, ...spec } });

export const asking = (name: string, requests?: JsonObject, limits?: JsonObject): KubernetesObject =>
  idle(name, [container('main', requests, limits)]);

/** A namespace for one row, so that rows do not count each other's objects. */
export interface Space {
  readonly bench: Bench;
  ask(method: Ask['method'], kind: string, more?: { name?: string; query?: string; body?: JsonValue }): Promise<Reply>;
  create(body: KubernetesObject, query?: string): Promise<Reply>;
  /** Repeats a request until the answer is as expected, at most half a minute. */
  until(look: () => Promise<JsonValue>, isDone: (value: JsonValue) => boolean): Promise<JsonValue>;
}

const wait = 30_000;
let serial = 0;

/** Creates the namespace with its account and root certificate, applies the limits, and waits until they are in effect. */
const openSpace = async (
  bench: Bench,
  limits: readonly KubernetesObject[],
): Promise<Space & { close(): Promise<void> }> => {
  const name = `${bench.namespace}-${serial++}`;
  const pathOf = (kind: string): string => (collections[kind] ?? '').replace('NAMESPACE', name);
  const space: Space = {
    bench,
    ask: (method, kind, { name: one, query = '', body } = {}) =>
      bench.ask({
        method,
        path: `${pathOf(kind)}${one === undefined ? '' : `/${one}`}${query}`,
        ...(body !== undefined && { body }),
        ...(method === 'PATCH' && { contentType: 'application/merge-patch+json' }),
      }),
    create: (body, query = '') => space.ask('POST', body.kind, { query: `?fieldValidation=Strict${query}`, body }),
    until: async (look, isDone) => (await eventually(look, isDone, { clock: bench.clock, within: wait })).value,
  };
  await bench.ask({ method: 'POST', path: collections['Namespace'] ?? '', body: object('Namespace', name) });
  for (const [kind, one] of [
    ['ServiceAccount', 'default'],
    ['ConfigMap', 'kube-root-ca.crt'],
  ] as const)
    await space.until(
      async () => (await space.ask('GET', kind, { name: one })).status,
      (status) => status === 200,
    );
  for (const limit of limits) {
    const reply = await space.create(limit);
    if (reply.status !== 201) throw new Error(JSON.stringify(reply));
    if (limit.kind !== 'ResourceQuota') continue;
    await space.until(
      async () =>
        valueAt((await space.ask('GET', limit.kind, { name: limit.metadata.name })).body, ['status', 'used']) ?? {},
      (used) => isObject(used) && Object.keys(used).length > 0,
    );
  }
  const close = async (): Promise<void> => {
    await bench.ask({ method: 'DELETE', path: `${collections['Namespace']}/${name}` });
  };
  return { ...space, close };
};

const steady = (value: JsonValue): JsonValue =>
  JSON.parse(
    JSON.stringify(withoutNoise(value))
      .replaceAll(/(?<=pods \\"[a-z-]+(-[a-z0-9]{8,10})?)-[a-z0-9]{5}(?=\\")/g, '-<random>')
      .replaceAll(/(?<=[a-z]+)-[bcdfghjklmnpqrstvwxz2456789]{8,10}\b/g, '-<hash>')
      .replaceAll(/parity-quotas-\d+/g, '<namespace>'),
  );

/** A row in a namespace with these limits. */
export const inSpace = (
  id: string,
  title: string,
  limits: readonly KubernetesObject[],
  look: (space: Space) => Promise<JsonValue>,
): Row =>
  onceRow(id, title, async (bench) => {
    const space = await openSpace(bench, limits);
    try {
      return steady(await look(space));
    } finally {
      await space.close();
    }
  });

/** The answer to each of these objects, created one after another, and the used amounts at the end. */
export const limited = (
  id: string,
  title: string,
  limits: readonly KubernetesObject[],
  ...objects: readonly KubernetesObject[]
): Row =>
  inSpace(id, title, limits, async (space) => {
    const answers: JsonObject[] = [];
    for (const each of objects) answers.push(briefOf(await space.create(each)));
    return { answers, used: await usedIn(space) };
  });

/** The status of each quota of the namespace, by name. */
export const usedIn = async (space: Space): Promise<JsonValue> => {
  const { body } = await space.ask('GET', 'ResourceQuota');
  const items = valueAt(body, ['items']);
  return Object.fromEntries(
    (Array.isArray(items) ? items : []).map((each) => [
      String(valueAt(each, ['metadata', 'name'])),
      valueAt(each, ['status', 'used']) ?? null,
    ]),
  );
};
