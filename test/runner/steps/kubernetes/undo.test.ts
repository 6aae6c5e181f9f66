import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { deleteLater, mergePatchBetween, restore, restoreLater } from '../../../../runner/steps/kubernetes/undo.ts';
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
  it('has what differs and null for what must go', () => {
    const from = { spec: { type: 'NodePort', ports: [1], same: true }, extra: 1 };
    const to = { spec: { type: 'ClusterIP', ports: [1, 2], same: true } };
    assert.deepEqual(mergePatchBetween(from, to), { spec: { type: 'ClusterIP', ports: [1, 2] }, extra: null });
    assert.equal(mergePatchBetween(from, structuredClone(from)), undefined);
  });

  it('leads from any object to any other, as RFC 7386 reads it', () => {
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
  it('makes labels and fields again what they were, and leaves the status alone', async () => {
    const before = node({ a: '1', b: '2' }, { spec: { unschedulable: false }, status: { phase: 'old' } });
    const now = node({ a: '9', c: '3' }, { spec: { unschedulable: true }, status: { phase: 'new' } });
    const cluster = fakeCluster({ objects: [now] });
    await restore(before, cluster.api, signal);
    const restored = await cluster.api.get({ apiVersion: 'v1', kind: 'Node', name: 'n' });
    assert.deepEqual(restored?.metadata.labels, { a: '1', b: '2' });
    assert.deepEqual([restored?.['spec'], restored?.['status']], [{ unschedulable: false }, { phase: 'new' }]);
  });

  it('undoes only what was written, not what others changed since', async () => {
    const before = node({ own: '1' });
    const after = node({ own: '2' });
    const cluster = fakeCluster({ objects: [node({ own: '2', theirs: '3' }, { spec: { taints: [] } })] });
    await restore(before, cluster.api, signal, { after });
    const restored = await cluster.api.get({ apiVersion: 'v1', kind: 'Node', name: 'n' });
    assert.deepEqual([restored?.metadata.labels, restored?.['spec']], [{ own: '1', theirs: '3' }, { taints: [] }]);
  });

  it('does not take a Scale for the object', async () => {
    const cluster = fakeCluster({ objects: [node({ own: '2' })] });
    await restore(node({ own: '1' }), cluster.api, signal, { after: { ...node({}), kind: 'Scale' } });
    const restored = await cluster.api.get({ apiVersion: 'v1', kind: 'Node', name: 'n' });
    assert.deepEqual(restored?.metadata.labels, { own: '1' });
  });

  it('restores the status where that was written', async () => {
    const cluster = fakeCluster({ objects: [node({}, { status: { phase: 'new' } })] });
    await restore(node({}, { status: { phase: 'old' } }), cluster.api, signal, {
      subresource: 'status',
    });
    const restored = await cluster.api.get({ apiVersion: 'v1', kind: 'Node', name: 'n' });
    assert.deepEqual(restored?.['status'], { phase: 'old' });
  });

  it('leaves another object of the name alone', async () => {
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
    const cluster = fakeCluster({ objects });
    const context: StepContext = { ...stepContext(cluster), onCleanup: (title) => void titles.push(title) };
    return { titles, context };
  };

  it("is registered for what lies outside the scenario's namespace only", async () => {
    const inside: KubernetesObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'demo' } };
    const { titles, context } = registering();
    await deleteLater(inside, context);
    restoreLater(inside, context);
    assert.deepEqual(titles, []);
    await deleteLater(node({}), context);
    restoreLater(node({}), context);
    assert.deepEqual(titles, ['delete node/n', 'restore node/n']);
  });

  it('never deletes what was there before', async () => {
    const { titles, context } = registering([node({})]);
    await deleteLater(node({}), context);
    assert.deepEqual(titles, []);
  });
});
