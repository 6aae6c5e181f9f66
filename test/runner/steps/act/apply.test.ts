import assert from 'node:assert/strict';
import { ApiError, UnreachableError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject, WriteOptions } from '../../../../runner/cluster/cluster.ts';
import { apply } from '../../../../runner/steps/act/apply.ts';
import type { StepContext } from '../../../../runner/steps/step.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';

const object = (kind: string, name: string, more: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...more },
});

const invalid = new ApiError(422, 'Invalid', 'Service "bad" is invalid: spec.ports: Required value', [
  { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.ports' },
]);

/** A cluster that refuses some writes. */
const refusing = (refuse: (object: KubernetesObject, options?: WriteOptions) => Error | undefined) => {
  const cluster = fakeCluster();
  const { apply: accept } = cluster.api;
  const writes: string[] = [];
  cluster.api.apply = async (each, options) => {
    writes.push(`${options?.dryRun ? 'try' : 'apply'} ${each.metadata.name}`);
    const fault = refuse(each, options);
    if (fault) throw fault;
    return accept(each, options);
  };
  return { cluster, writes };
};

describe('apply', () => {
  it("stores objects in the scenario's namespace", async () => {
    const cluster = fakeCluster();
    const finding = await apply.run({ manifest: [object('Service', 'kubia')] }, stepContext(cluster));
    assert.equal(finding.outcome, 'passed');
    assert.deepEqual([...cluster.api.objects.keys()], ['Service/demo/kubia']);
    assert.deepEqual(finding.observation['applied'], ['service/kubia']);
    assert.match(finding.reproduce ?? '', /kubectl apply --server-side -n demo -f -$/);
  });

  it('dry-runs all objects before it applies any', async () => {
    const { cluster, writes } = refusing(({ metadata }) => (metadata.name === 'bad' ? invalid : undefined));
    const manifest = [object('Service', 'good'), object('Service', 'bad')];
    const finding = await apply.run({ manifest }, stepContext(cluster));
    assert.equal(finding.outcome, 'failed');
    assert.equal(finding.reason?.code, 'request-refused');
    assert.ok(finding.reason?.message.includes('Service "bad" is invalid: spec.ports: Required value'));
    assert.deepEqual(writes, ['try good', 'try bad']);
    assert.equal(cluster.api.objects.size, 0);
    assert.match(
      finding.evidence.map(({ text }) => text).join('\n'),
      /\* spec\.ports: Required value[\s\S]*No object was applied: the dry run failed\./,
    );
  });

  it('lists the applied objects when only a real write is refused', async () => {
    const { cluster } = refusing(({ metadata }, options) =>
      metadata.name === 'bad' && !options?.dryRun ? invalid : undefined,
    );
    const finding = await apply.run(
      { manifest: [object('Service', 'good'), object('Service', 'bad')] },
      stepContext(cluster),
    );
    assert.equal(finding.outcome, 'failed');
    assert.deepEqual(finding.observation['applied'], ['service/good']);
    assert.match(finding.evidence.map(({ text }) => text).join('\n'), /1 of 2 objects had been applied: service\/good/);
  });

  it('does not dry-run an object that needs another object of the batch', async () => {
    const { cluster, writes } = refusing(() => undefined);
    const manifest = [object('Namespace', 'own'), object('Service', 'inside', { namespace: 'own' })];
    await apply.run({ manifest }, stepContext(cluster));
    assert.deepEqual(writes, ['try own', 'apply own', 'apply inside']);
  });

  it("shows the server's warnings", async () => {
    const cluster = fakeCluster();
    cluster.api.apply = async (each) => ({ object: each, warnings: ['v1 Endpoints is deprecated in v1.33+'] });
    const finding = await apply.run({ manifest: object('Endpoints', 'x') }, stepContext(cluster));
    assert.equal(finding.outcome, 'passed');
    assert.match(finding.evidence[0]?.text ?? '', /deprecated in v1\.33/);
    assert.deepEqual(finding.observation['warnings'], ['v1 Endpoints is deprecated in v1.33+']);
  });

  it('undoes its writes outside the namespace at the end', async () => {
    const cluster = fakeCluster({ objects: [object('IngressClass', 'was-there')] });
    const undone: Parameters<StepContext['onCleanup']>[] = [];
    const context = {
      ...stepContext(cluster),
      onCleanup: (...undo: Parameters<StepContext['onCleanup']>) => void undone.push(undo),
    };
    const manifest = [object('IngressClass', 'new'), object('IngressClass', 'was-there'), object('Service', 'kubia')];
    await apply.run({ manifest }, context);
    assert.deepEqual(
      undone.map(([title]) => title),
      ['delete ingressclass/new', 'restore ingressclass/was-there'],
    );
    for (const [, undo] of undone) await undo(new AbortController().signal);
    assert.deepEqual([...cluster.api.objects.keys()].sort(), ['IngressClass//was-there', 'Service/demo/kubia']);
  });

  it('registers the undoing before a write, because the answer may be lost', async () => {
    const { cluster } = refusing(() => new UnreachableError('connection reset'));
    const undone: string[] = [];
    const context = { ...stepContext(cluster), onCleanup: (title: string) => void undone.push(title) };
    await assert.rejects(apply.run({ manifest: object('IngressClass', 'new') }, context), UnreachableError);
    assert.deepEqual(undone, ['delete ingressclass/new']);
  });

  it('is an error for faults of the server', async () => {
    for (const fault of [new ApiError(500, 'InternalError', 'etcd'), new ApiError(429, 'TooManyRequests', 'later')]) {
      const { cluster } = refusing(() => fault);
      await assert.rejects(apply.run({ manifest: object('Service', 'x') }, stepContext(cluster)), ApiError);
    }
  });

  it('binds files and inline manifests, each with its place', () => {
    const places: unknown[] = [];
    const bound = apply.bind?.(
      { file: ['a.yaml', 'b.yaml'], manifest: { kind: 'x' } },
      {
        file: (path, at) => {
          places.push(at);
          return [object('Service', path)];
        },
        manifest: (_value, at) => {
          places.push(at);
          return [object('Pod', 'inline')];
        },
        step: () => undefined,
      },
    );
    assert.deepEqual(places, [['file', 0], ['file', 1], ['manifest']]);
    assert.deepEqual(
      [bound?.manifest]
        .flat()
        .map((each) => each as KubernetesObject)
        .map(({ metadata }) => metadata.name),
      ['a.yaml', 'b.yaml', 'inline'],
    );
    assert.deepEqual(bound?.file, ['a.yaml', 'b.yaml']);
  });

  it('has a title', () => {
    assert.equal(apply.describe({ file: 'fixtures/kubia.yaml' }), 'apply fixtures/kubia.yaml');
    assert.equal(apply.describe({ manifest: object('Service', 'kubia') }), 'apply service kubia');
  });
});
