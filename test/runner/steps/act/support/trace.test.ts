import assert from 'node:assert/strict';
import { ApiError } from '../../../../../runner/cluster/api-error.ts';
import { Trace } from '../../../../../runner/steps/act/support/trace.ts';
import type { StepContext } from '../../../../../runner/steps/step.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { serviceObject } from '../../../../support/service-objects.ts';
import { stepContext } from '../../../../support/step-context.ts';

const plain = serviceObject();
const named = (name: string) => ({ ...plain, metadata: { ...plain.metadata, name } });
const changed = serviceObject({ spec: { type: 'NodePort' } });

describe('Trace', () => {
  it('finds an object that did not exist before', async () => {
    const cluster = fakeCluster();
    const trace = await Trace.before(plain, stepContext(cluster));
    assert.equal(await trace.isLeft(), false);
    await cluster.api.apply(plain);
    assert.equal(await trace.isLeft(), true);
    assert.equal(await trace.takeBack(), 'The object was deleted again.');
    assert.equal(await trace.isLeft(), false);
  });

  it('finds new values of the manifest, whatever controllers write', async () => {
    const cluster = fakeCluster({ objects: [plain] });
    const trace = await Trace.before(changed, stepContext(cluster));
    await cluster.api.apply({ ...plain, status: { loadBalancer: {} } });
    assert.equal(await trace.isLeft(), false);
    await cluster.api.apply(changed);
    assert.equal(await trace.isLeft(), true);
    assert.equal(await trace.takeBack(), 'The object was restored to its former state.');
    assert.equal(await trace.isLeft(), false);
  });

  it('finds nothing for a name that no path can hold', async () => {
    const cluster = fakeCluster();
    cluster.api.get = async () => {
      throw new ApiError(400, 'BadRequest', '"a/b" cannot be the name of a Service');
    };
    const trace = await Trace.before(named('a/b'), stepContext(cluster));
    assert.equal(await trace.isLeft(), false);
  });

  it('registers the undoing only of a possible write outside the namespace', async () => {
    const undone: Parameters<StepContext['onCleanup']>[] = [];
    const cluster = fakeCluster();
    const context: StepContext = { ...stepContext(cluster), onCleanup: (...undo) => void undone.push(undo) };
    await Trace.before(plain, context);
    const { namespace: _, ...metadata } = plain.metadata;
    const outside = { ...plain, kind: 'IngressClass', metadata: metadata as typeof plain.metadata };
    const lost = await Trace.before(outside, context);
    assert.deepEqual(
      undone.map(([title]) => title),
      ['take back ingressclass/kubia'],
    );
    await cluster.api.apply(outside);
    for (const [, undo] of undone) await undo(new AbortController().signal);
    assert.equal(await lost.isLeft(), false);
    lost.isNothing();
    await cluster.api.apply(outside);
    for (const [, undo] of undone) await undo(new AbortController().signal);
    assert.equal(await lost.isLeft(), true);
  });
});
