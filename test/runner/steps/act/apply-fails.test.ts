import assert from 'node:assert/strict';
import { ApiError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { DiagnosticError } from '../../../../runner/core/diagnostic.ts';
import { type ApplyFailsSpec, applyFails } from '../../../../runner/steps/act/apply-fails.ts';
import type { StepContext } from '../../../../runner/steps/step.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { stepContext } from '../../../support/step-context.ts';

const service = (spec: object = {}, kind = 'Service'): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'bad' },
  ...(Object.keys(spec).length > 0 && { spec: { ...spec } }),
});

const invalid = new ApiError(422, 'Invalid', 'Service "bad" is invalid: spec.ports: Required value', [
  { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.ports' },
]);

type Objects = readonly KubernetesObject[];

/** A cluster that answers writes with an error, the writes that were sent, and the registered clean-ups. */
const refusing = (error: Error | undefined, objects: Objects = [], storesAnyway = false) => {
  const cluster = fakeCluster({ objects });
  const { apply, create } = cluster.api;
  const sent: string[] = [];
  const wrap =
    (name: string, write: typeof apply): typeof apply =>
    async (object, options) => {
      sent.push(`${name}${options?.dryRun ? ' dry' : ''}`);
      if (storesAnyway || !error) await write(object, options);
      if (error) throw error;
      return { object, warnings: ['spec.x is ignored'] };
    };
  cluster.api.apply = wrap('apply', apply);
  cluster.api.create = wrap('create', create);
  const undone: Parameters<StepContext['onCleanup']>[] = [];
  const context: StepContext = { ...stepContext(cluster), onCleanup: (...undo) => void undone.push(undo) };
  return { cluster, context, sent, undone };
};

const spec = (more: Partial<ApplyFailsSpec> = {}): ApplyFailsSpec => ({
  manifest: service(),
  by: 'apply',
  field: 'spec.ports',
  ...more,
});

describe('apply-fails', () => {
  it('passes when the server refuses the object for the stated cause, without a dry run', async () => {
    for (const by of ['apply', 'create'] as const) {
      const { context, sent } = refusing(invalid);
      const finding = await lookOnce(applyFails, spec({ by, contains: 'Required value', status: 422 }), context);
      assert.equal(verdictOf(finding), 'passed');
      assert.deepEqual(sent, [by]);
      assert.equal(finding.observation['reason'], 'Invalid');
      assert.match(finding.evidence[0]?.text ?? '', /HTTP 422 Invalid/);
      assert.match(finding.reproduce ?? '', by === 'create' ? /kubectl create -n demo/ : /apply --server-side/);
    }
  });

  it('fails for another cause, and names it', async () => {
    const { context } = refusing(invalid);
    const finding = await lookOnce(applyFails, spec({ field: 'spec.port' }), context);
    assert.equal(verdictOf(finding), 'failed refusal-mismatch');
    assert.match(finding.reason?.message ?? '', /spec\.ports: Required value/);
    assert.equal(finding.reason?.hint, 'Did you mean spec.ports?');
  });

  it('fails when the object is accepted, and deletes it', async () => {
    const { context, cluster, undone } = refusing(undefined);
    const finding = await lookOnce(applyFails, spec(), context);
    assert.equal(verdictOf(finding), 'failed request-accepted');
    assert.equal(cluster.api.objects.size, 0);
    assert.match(finding.evidence.map(({ text }) => text).join('\n'), /deleted again/);
    assert.match(finding.actual, /with warnings: spec\.x is ignored/);
    assert.deepEqual(undone, []);
  });

  it('restores an object that existed before', async () => {
    const before = { ...service({ type: 'ClusterIP' }), metadata: { name: 'bad', namespace: 'demo', uid: 'u' } };
    const { context, cluster } = refusing(undefined, [before]);
    const finding = await lookOnce(applyFails, spec({ manifest: service({ type: 'NodePort' }) }), context);
    assert.equal(verdictOf(finding), 'failed request-accepted');
    assert.deepEqual(cluster.api.objects.get('Service/demo/bad')?.['spec'], { type: 'ClusterIP' });
    assert.match(finding.evidence.map(({ text }) => text).join('\n'), /former state/);
  });

  it('fails when a refused request stored something all the same', async () => {
    const { context, cluster } = refusing(invalid, [], true);
    const finding = await lookOnce(applyFails, spec(), context);
    assert.equal(verdictOf(finding), 'failed request-accepted');
    assert.equal(finding.reason?.message, 'The API server refused service/bad, but stored it.');
    assert.equal(cluster.api.objects.size, 0);
    const before = { ...service({ type: 'ClusterIP' }), metadata: { name: 'bad', namespace: 'demo', uid: 'u' } };
    const changed = refusing(invalid, [before], true);
    assert.equal(
      verdictOf(await lookOnce(applyFails, spec({ manifest: service({ type: 'NodePort' }) }), changed.context)),
      'failed request-accepted',
    );
    assert.deepEqual(changed.cluster.api.objects.get('Service/demo/bad')?.['spec'], { type: 'ClusterIP' });
  });

  it('passes again for an object that exists', async () => {
    const before = { ...service(), metadata: { name: 'bad', namespace: 'demo', uid: 'u' } };
    const { context } = refusing(new ApiError(409, 'AlreadyExists', 'services "bad" already exists'), [before]);
    const { field: _, ...rest } = spec({ by: 'create', contains: 'already exists' });
    assert.equal(verdictOf(await lookOnce(applyFails, rest, context)), 'passed');
  });

  it('registers the undoing before it writes outside the namespace, because the answer may be lost', async () => {
    const manifest = service({}, 'IngressClass');
    const lost = refusing(new Error('connection reset'), [], true);
    await assert.rejects(applyFails.run(spec({ manifest }), lost.context), /reset/);
    assert.deepEqual(
      lost.undone.map(([title]) => title),
      ['take back ingressclass/bad'],
    );
    assert.equal(lost.cluster.api.objects.size, 1);
    for (const [, undo] of lost.undone) await undo(new AbortController().signal);
    assert.equal(lost.cluster.api.objects.size, 0);
  });

  it('does not undo changes that others made after a refusal', async () => {
    const manifest = service({}, 'IngressClass');
    const { context, cluster, undone } = refusing(invalid);
    assert.equal(verdictOf(await lookOnce(applyFails, spec({ manifest }), context)), 'passed');
    cluster.api.objects.set('IngressClass//bad', manifest);
    for (const [, undo] of undone) await undo(new AbortController().signal);
    assert.equal(cluster.api.objects.size, 1);
  });

  it('reports a clean-up that failed', async () => {
    const { context, cluster } = refusing(undefined);
    cluster.api.delete = async () => {
      throw new Error('no answer');
    };
    const finding = await lookOnce(applyFails, spec(), context);
    assert.match(finding.evidence.map(({ text }) => text).join('\n'), /could not be undone: no answer/);
  });

  it("reports a kind that is not served in kubectl's words", async () => {
    const { context, cluster, sent } = refusing(undefined);
    cluster.api.isNamespaced = async () => undefined;
    const manifest = { ...service({}, 'Ingress'), apiVersion: 'extensions/v1beta1' };
    const { field: _, ...expected } = spec({ manifest });
    const contains = 'no matches for kind "Ingress" in version "extensions/v1beta1"';
    const finding = await lookOnce(applyFails, { ...expected, contains, status: 404, reason: 'NotFound' }, context);
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(sent, []);
    assert.equal(
      verdictOf(await lookOnce(applyFails, { ...expected, contains: 'pathType' }, context)),
      'failed refusal-mismatch',
    );
  });

  it('is an error for a fault of the server, unless that status is expected', async () => {
    const full = new ApiError(500, 'InternalError', 'failed to allocate a nodePort: range is full');
    const { field: _, ...expected } = spec({ contains: 'range is full' });
    assert.equal(verdictOf(await lookOnce(applyFails, expected, refusing(full).context)), 'error cluster-error');
    assert.equal(verdictOf(await lookOnce(applyFails, { ...expected, status: 500 }, refusing(full).context)), 'passed');
    const busy = new ApiError(429, 'TooManyRequests', 'range is full');
    assert.equal(verdictOf(await lookOnce(applyFails, expected, refusing(busy).context)), 'error cluster-error');
  });

  it('takes one object, from a file or inline', () => {
    const binder = (objects: KubernetesObject[]) => ({
      file: () => objects,
      manifest: () => objects,
      step: () => undefined,
    });
    assert.deepEqual(applyFails.bind?.({ by: 'apply', file: 'a.yaml', contains: 'x' }, binder([service()])), {
      by: 'apply',
      contains: 'x',
      manifest: service(),
    });
    assert.throws(() => applyFails.bind?.(spec(), binder([service(), service()])), DiagnosticError);
  });

  it('has a title', () =>
    assert.equal(applyFails.describe(spec()), 'the API server refuses service bad for spec.ports'));
});
