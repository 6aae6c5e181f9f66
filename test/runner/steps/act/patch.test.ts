import assert from 'node:assert/strict';
import { ApiError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { type PatchSpec, patch } from '../../../../runner/steps/act/patch.ts';
import type { StepContext } from '../../../../runner/steps/step.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { podObject, serviceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const spec = (more: Partial<PatchSpec> = {}): PatchSpec => ({
  kind: 'service/kubia',
  type: 'strategic',
  patch: { spec: { type: 'NodePort' } },
  ...more,
});

/** A cluster, and the patches that were sent to it. */
const watched = (...objects: KubernetesObject[]) => {
  const cluster = fakeCluster({ objects });
  const { patch: write } = cluster.api;
  const requests: unknown[] = [];
  cluster.api.patch = async (reference, type, body, options) => {
    requests.push([reference.name, type, options?.subresource]);
    return write(reference, type, body, options);
  };
  return { cluster, requests };
};

describe('patch', () => {
  it('sends the patch and returns the changed object', async () => {
    const { cluster, requests } = watched(serviceObject());
    const finding = await lookOnce(patch, spec(), stepContext(cluster));
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(requests, [['kubia', 'strategic', undefined]]);
    assert.deepEqual(finding.observation['patched'], ['service/kubia']);
    const after = finding.observation['object'] as KubernetesObject;
    assert.equal((after['spec'] as Record<string, unknown>)['type'], 'NodePort');
    assert.equal(
      finding.reproduce,
      `kubectl patch service/kubia -n demo --type=strategic -p '{"spec":{"type":"NodePort"}}'`,
    );
  });

  it('patches each object of a selection, through the named subresource', async () => {
    const { cluster, requests } = watched(podObject('a'), podObject('b'), podObject('c', { app: 'other' }));
    const selection = { kind: 'pod/app=kubia', type: 'merge' as const, subresource: 'status' };
    const finding = await lookOnce(patch, spec(selection), stepContext(cluster));
    assert.deepEqual(requests, [
      ['a', 'merge', 'status'],
      ['b', 'merge', 'status'],
    ]);
    assert.equal((finding.observation['objects'] as unknown[]).length, 2);
  });

  it('patches each object at most once', async () => {
    const { cluster, requests } = watched(serviceObject());
    const context = stepContext(cluster);
    const append = spec({ type: 'json', patch: [{ op: 'add', path: '/spec/ports/-', value: { port: 81 } }] });
    await lookOnce(patch, append, context);
    assert.equal(verdictOf(await lookOnce(patch, append, context)), 'passed');
    assert.equal(requests.length, 1);
  });

  it("fails in the server's words when the server refuses", async () => {
    const { cluster } = watched(serviceObject());
    cluster.api.patch = async () => {
      throw new ApiError(422, 'Invalid', 'Service "kubia" is invalid: spec.clusterIPs[0]: may not change once set');
    };
    const finding = await lookOnce(patch, spec(), stepContext(cluster));
    assert.equal(verdictOf(finding), 'failed request-refused');
    assert.match(finding.reason?.message ?? '', /Patching service\/kubia was refused: .*may not change once set/);
  });

  it('is an error for a fault of the server', async () => {
    const { cluster } = watched(serviceObject());
    cluster.api.patch = async () => {
      throw new ApiError(500, 'InternalError', 'etcd');
    };
    assert.equal(verdictOf(await lookOnce(patch, spec(), stepContext(cluster))), 'error cluster-error');
  });

  it('fails for a missing object, and lists the objects that exist', async () => {
    const { cluster } = watched(serviceObject());
    const finding = await lookOnce(patch, spec({ kind: 'service/kubai' }), stepContext(cluster));
    assert.equal(verdictOf(finding), 'failed not-found');
    assert.equal(finding.reason?.hint, 'Did you mean kubia?');
  });

  it('is an error for a patch whose form does not fit its type', async () => {
    const { cluster, requests } = watched(serviceObject());
    for (const wrong of [spec({ type: 'json' }), spec({ patch: [{ op: 'remove', path: '/spec/type' }] })])
      assert.equal(verdictOf(await lookOnce(patch, wrong, stepContext(cluster))), 'error spec-invalid');
    assert.deepEqual(requests, []);
  });

  it('reports that nothing changed', async () => {
    const { cluster } = watched(serviceObject());
    cluster.api.patch = async () => ({
      object: cluster.api.objects.get('Service/demo/kubia') as KubernetesObject,
      warnings: ['deprecated'],
    });
    const finding = await lookOnce(patch, spec(), stepContext(cluster));
    assert.equal(finding.actual, 'patched service/kubia (no change) with warnings');
  });

  it('registers the undoing of a patch outside the namespace', async () => {
    const node: KubernetesObject = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', labels: { a: '1' } } };
    const { cluster } = watched(node);
    const undone: Parameters<StepContext['onCleanup']>[] = [];
    const context: StepContext = { ...stepContext(cluster), onCleanup: (...undo) => void undone.push(undo) };
    await lookOnce(patch, spec({ kind: 'node/n', patch: { metadata: { labels: { a: '2', b: '3' } } } }), context);
    for (const [, undo] of undone) await undo(new AbortController().signal);
    assert.deepEqual(cluster.api.objects.get('Node//n')?.metadata.labels, { a: '1' });
  });

  it('has a title', () =>
    assert.equal(patch.describe(spec()), 'patch service kubia with {"spec":{"type":"NodePort"}}'));
});
