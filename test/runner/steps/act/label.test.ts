import assert from 'node:assert/strict';
import { ApiError } from '../../../../runner/cluster/api-error.ts';
import { label } from '../../../../runner/steps/act/label.ts';
import { Unmet } from '../../../../runner/steps/finding.ts';
import type { StepContext } from '../../../../runner/steps/step.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { podObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const spec = { object: 'pod/app=kubia', labels: { tier: 'web', app: null } };

describe('label', () => {
  it('sets and removes labels of all selected objects', async () => {
    const cluster = fakeCluster({ objects: [podObject('a'), podObject('b'), podObject('c', { app: 'other' })] });
    const finding = await label.run(spec, stepContext(cluster));
    assert.equal(finding.outcome, 'passed');
    assert.deepEqual(finding.observation['labelled'], ['pod/a', 'pod/b']);
    const labelsOf = (name: string) => cluster.api.objects.get(`Pod/demo/${name}`)?.metadata.labels;
    assert.deepEqual(labelsOf('a'), { tier: 'web' });
    assert.deepEqual(labelsOf('c'), { app: 'other' });
    assert.equal(finding.reproduce, 'kubectl label --overwrite pod -l app=kubia -n demo tier=web app-');
  });

  it('restores objects outside the namespace, and keeps labels that others set', async () => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', labels: { zone: 'a', old: 'x' } } };
    const cluster = fakeCluster({ objects: [node] });
    const undone: Parameters<StepContext['onCleanup']>[] = [];
    const context: StepContext = { ...stepContext(cluster), onCleanup: (...undo) => void undone.push(undo) };
    await label.run({ object: 'node/n', labels: { zone: 'b', old: null } }, context);
    const reference = { apiVersion: 'v1', kind: 'Node', name: 'n' };
    await cluster.api.patch(reference, 'merge', { metadata: { labels: { theirs: '1' } } });
    for (const [, undo] of undone) await undo(new AbortController().signal);
    assert.deepEqual(cluster.api.objects.get('Node//n')?.metadata.labels, { zone: 'a', old: 'x', theirs: '1' });
  });

  it('fails when no object is selected', async () => {
    await assert.rejects(
      label.run(spec, stepContext(fakeCluster())),
      (fault) => fault instanceof Unmet && fault.reason.code === 'not-found',
    );
  });

  it('fails for a refusal, and is an error for a fault of the server', async () => {
    const cluster = fakeCluster({ objects: [podObject('a')] });
    cluster.api.patch = async () => {
      throw new ApiError(422, 'Invalid', 'metadata.labels: Invalid value: "a b"');
    };
    assert.equal((await label.run(spec, stepContext(cluster))).reason?.code, 'request-refused');
    cluster.api.patch = async () => {
      throw new ApiError(503, 'ServiceUnavailable', 'x');
    };
    await assert.rejects(label.run(spec, stepContext(cluster)), ApiError);
  });

  it('has a title', () => assert.equal(label.describe(spec), 'label pod/app=kubia tier=web app-'));
});
