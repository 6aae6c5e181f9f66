import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import {
  mergePatchBetween,
  recreateLater,
  restore,
  restoreLater,
  undoLater,
} from '../../../../runner/steps/kubernetes/undo.ts';
import type { StepContext } from '../../../../runner/steps/step.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';

const node = (labels: Record<string, string>, more: JsonObject = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n', uid: 'u', labels },
  ...more,
});
const signal = new AbortController().signal;

/** RFC 7386, section 2. */
const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch))
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  return result;
};

describe('mergePatchBetween', () => {
  it('has the differences, and null for values to remove', () => {
    const from = { spec: { type: 'NodePort', ports: [1], same: true }, extra: 1 };
    const to = { spec: { type: 'ClusterIP', ports: [1, 2], same: true } };
    assert.deepEqual(mergePatchBetween(from, to), { spec: { type: 'ClusterIP', ports: [1, 2] }, extra: null });
    assert.equal(mergePatchBetween(from, structuredClone(from)), undefined);
  });

  it('turns any object into any other, by RFC 7386', () => {
    const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer()));
    const key = fc.constantFrom('a', 'b', 'c');
    const plain = { noNullPrototype: true };
    const object = fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf, plain)), plain);
    fc.assert(
      fc.property(object, object, (from, to) => {
        const patch = mergePatchBetween(from as JsonObject, to as JsonObject) ?? {};
        assert.deepEqual(mergePatch(from, patch), to);
      }),
    );
  });
});

describe('restore', () => {
  it('restores labels and fields, and does not write the status', async () => {
    const before = node({ a: '1', b: '2' }, { spec: { unschedulable: false }, status: { phase: 'old' } });
    const now = node({ a: '9', c: '3' }, { spec: { unschedulable: true }, status: { phase: 'new' } });
    const cluster = fakeCluster({ objects: [now] });
    await restore(before, cluster.api, signal);
    const restored = await cluster.api.get({ apiVersion: 'v1', kind: 'Node', name: 'n' });
    assert.deepEqual(restored?.metadata.labels, { a: '1', b: '2' });
    assert.deepEqual([restored?.['spec'], restored?.['status']], [{ unschedulable: false }, { phase: 'new' }]);
  });

  it('undoes its own writes only, not changes that others made since', async () => {
    const before = node({ own: '1' });
    const after = node({ own: '2' });
    const cluster = fakeCluster({ objects: [node({ own: '2', theirs: '3' }, { spec: { taints: [] } })] });
    await restore(before, cluster.api, signal, { after });
    const restored = await cluster.api.get({ apiVersion: 'v1', kind: 'Node', name: 'n' });
    assert.deepEqual([restored?.metadata.labels, restored?.['spec']], [{ own: '1', theirs: '3' }, { taints: [] }]);
  });

  it('does not take a Scale for the object itself', async () => {
    const cluster = fakeCluster({ objects: [node({ own: '2' })] });
    await restore(node({ own: '1' }), cluster.api, signal, { after: { ...node({}), kind: 'Scale' } });
    const restored = await cluster.api.get({ apiVersion: 'v1', kind: 'Node', name: 'n' });
    assert.deepEqual(restored?.metadata.labels, { own: '1' });
  });

  it('restores the status where the step wrote it', async () => {
    const cluster = fakeCluster({ objects: [node({}, { status: { phase: 'new' } })] });
    await restore(node({}, { status: { phase: 'old' } }), cluster.api, signal, {
      subresource: 'status',
    });
    const restored = await cluster.api.get({ apiVersion: 'v1', kind: 'Node', name: 'n' });
    assert.deepEqual(restored?.['status'], { phase: 'old' });
  });

  it('does not change a new object of the same name', async () => {
    const other = { ...node({ a: '9' }), metadata: { name: 'n', uid: 'other', labels: { a: '9' } } };
    const cluster = fakeCluster({ objects: [other] });
    await restore(node({ a: '1' }), cluster.api, signal);
    const left = await cluster.api.get({ apiVersion: 'v1', kind: 'Node', name: 'n' });
    assert.deepEqual(left?.metadata.labels, { a: '9' });
    await restore(node({ a: '1' }), fakeCluster().api, signal);
  });
});

describe('undoing at the end', () => {
  const registering = (objects: KubernetesObject[] = []) => {
    const titles: string[] = [];
    const undoings: ((signal: AbortSignal) => Promise<void>)[] = [];
    const cluster = fakeCluster({ objects });
    const onCleanup: StepContext['onCleanup'] = (title, undo) => {
      titles.push(title);
      undoings.unshift(undo);
    };
    const context: StepContext = { ...stepContext(cluster), onCleanup };
    return {
      titles,
      context,
      api: cluster.api,
      /** Writes as a step does, and registers the undoing. */
      write: async (object: KubernetesObject) => {
        const undoFrom = await undoLater(object, context);
        undoFrom((await cluster.api.apply(object)).object);
      },
      undoAll: async () => {
        for (const undo of undoings) await undo(signal);
      },
    };
  };
  const config = (namespace: string, data?: JsonObject): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', namespace },
    ...(data && { data }),
  });
  const stateOf = ({ api }: ReturnType<typeof registering>) =>
    [...api.objects].map(([key, { metadata, spec, data }]) => [key, metadata.labels ?? {}, spec ?? data]);

  it("is registered only for objects outside the scenario's namespaces", async () => {
    const { titles, context } = registering();
    for (const namespace of ['demo', 'demo-elsewhere']) {
      await undoLater(config(namespace), context);
      restoreLater(config(namespace), context);
    }
    assert.deepEqual(titles, []);
    for (const each of [node({}), config('kube-system'), config('demography')]) {
      await undoLater(each, context);
      restoreLater(each, context);
    }
    assert.deepEqual(
      titles,
      ['node/n', 'configmap/c', 'configmap/c'].flatMap((title) => [`delete ${title}`, `restore ${title}`]),
    );
  });

  for (const [title, there, written] of [
    ['deletes an object that was created', undefined, [node({ a: '1' })]],
    ['deletes an object that was created and then changed', undefined, [node({ a: '1' }), node({ b: '2' })]],
    ['restores labels', node({ a: '1' }), [node({ a: '2', b: '3' })]],
    ['restores fields', node({}, { spec: { x: [1, 2] } }), [node({}, { spec: { x: [3], y: 4 } })]],
    ['restores an object that was changed twice', node({ a: '1' }), [node({ a: '2' }), node({ a: '3', b: '4' })]],
    [
      "restores data in a namespace that is not the scenario's",
      config('kube-system', { a: '1' }),
      [config('kube-system', { a: '2', b: '3' })],
    ],
  ] as const)
    it(title, async () => {
      const run = registering(there ? [there] : []);
      const before = stateOf(run);
      for (const each of written) await run.write(each);
      assert.notDeepEqual(stateOf(run), before);
      await run.undoAll();
      assert.deepEqual(stateOf(run), before);
    });

  it('restores finalizers and owners, which are lists in the metadata', async () => {
    const run = registering([node({})]);
    const metadata = { name: 'n', finalizers: ['x.example/y'], ownerReferences: [{ uid: '1' }] };
    await run.write({ ...node({}), metadata });
    await run.undoAll();
    const left = await run.api.get({ apiVersion: 'v1', kind: 'Node', name: 'n' });
    assert.deepEqual(Object.keys(left?.metadata ?? {}).toSorted(), ['labels', 'name', 'resourceVersion', 'uid']);
  });

  it('writes nothing where nothing changed', async () => {
    const run = registering([node({ a: '1' })]);
    await run.write(node({ a: '1' }));
    run.api.patch = async () => assert.fail('it was written');
    run.api.delete = async () => assert.fail('it was deleted');
    await run.undoAll();
  });

  it('ignores objects that no longer exist', async () => {
    for (const objects of [[], [node({ a: '1' })]]) {
      const run = registering(objects);
      await run.write(node({ a: '2' }));
      await run.api.delete({ apiVersion: 'v1', kind: 'Node', name: 'n' });
      await run.undoAll();
      assert.deepEqual(stateOf(run), []);
    }
  });

  it('undoes a write whose answer was lost', async () => {
    for (const objects of [[], [node({ a: '1' })]]) {
      const run = registering(objects);
      await undoLater(node({ a: '2' }), run.context);
      const before = stateOf(run);
      await run.api.apply(node({ a: '2' }));
      await run.undoAll();
      assert.deepEqual(stateOf(run), before);
    }
  });
});

describe('recreateLater', () => {
  const early = '2026-01-01T00:00:00Z';
  const late = '2026-01-01T00:00:09Z';
  const scope: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'demo', creationTimestamp: '2026-01-01T00:00:01Z' },
  };
  const classAt = (creationTimestamp: string, more: JsonObject = {}): KubernetesObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'shared', uid: 'u', labels: { a: 'b' }, creationTimestamp, ...more },
    spec: { controller: 'x.io/y' },
  });

  const undoOf = async (object: KubernetesObject) => {
    const cluster = fakeCluster({ objects: [scope] });
    const undone: ((signal: AbortSignal) => Promise<void>)[] = [];
    const context = {
      ...stepContext(cluster),
      onCleanup: (_title: string, undo: (end: AbortSignal) => Promise<void>) => void undone.push(undo),
    };
    await recreateLater(object, context);
    for (const undo of undone) await undo(signal);
    const { apiVersion, kind, metadata } = object;
    return cluster.api.get({ apiVersion, kind, name: metadata.name });
  };

  it('creates what was there before the scenario', async () => {
    const found = await undoOf(classAt(early));
    assert.deepEqual([found?.metadata.labels, found?.['spec']], [{ a: 'b' }, { controller: 'x.io/y' }]);
  });

  it('leaves out what the scenario made, what has an owner, and what no manifest makes again', async () => {
    assert.equal(await undoOf(classAt(late)), undefined);
    assert.equal(await undoOf(classAt(early, { ownerReferences: [] })), undefined);
    assert.equal(await undoOf({ ...classAt(early), apiVersion: 'v1', kind: 'Node' }), undefined);
  });
});
