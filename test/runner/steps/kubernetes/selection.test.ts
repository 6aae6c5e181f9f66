import assert from 'node:assert/strict';
import { Unmet } from '../../../../runner/steps/finding.ts';
import {
  findObjects,
  kubectlWords,
  notFound,
  queryOf,
  readObjectText,
  select,
  titleOf,
} from '../../../../runner/steps/kubernetes/selection.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { podObject, serviceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

describe('Selection', () => {
  it('is one object or a set', () => {
    const one = { apiVersion: 'v1', kind: 'Service', namespace: 'demo', name: 'kubia' };
    assert.deepEqual(select({ kind: 'svc/kubia' }, 'demo'), one);
    assert.deepEqual(select({ kind: 'Service', name: 'kubia' }, 'demo'), one);
    assert.deepEqual(select({ kind: 'pod/app=kubia,tier!=db' }, 'demo').labelSelector, 'app=kubia,tier!=db');
    assert.deepEqual(
      select({ kind: 'Pod', labels: { app: 'kubia', tier: 'web' } }, 'demo').labelSelector,
      'app=kubia,tier=web',
    );
    assert.equal(select({ kind: 'svc/kube-dns', namespace: 'kube-system' }, 'demo').namespace, 'kube-system');
  });

  it('reads KIND/NAME and KIND/LABEL=VALUE', () => {
    assert.deepEqual(readObjectText('pod/kubia-7nog1'), { kind: 'pod', name: 'kubia-7nog1' });
    assert.deepEqual(readObjectText('pod/app.kubernetes.io/name=kubia'), {
      kind: 'pod',
      labels: 'app.kubernetes.io/name=kubia',
    });
    assert.deepEqual(readObjectText('Service'), { kind: 'Service' });
  });

  it('has a text for sentences, for kubectl and for a watch', () => {
    assert.equal(titleOf({ kind: 'Service', name: 'kubia' }), 'service kubia');
    assert.equal(titleOf({ kind: 'Pod', labels: { app: 'kubia' } }), 'pods with app=kubia');
    const set = select({ kind: 'Pod', labels: 'app=kubia' }, 'demo');
    assert.deepEqual(kubectlWords(set), ['pod', '-l', 'app=kubia', '-n', 'demo']);
    assert.deepEqual(queryOf(set), { apiVersion: 'v1', kind: 'Pod', namespace: 'demo', labelSelector: 'app=kubia' });
    assert.equal(queryOf(select({ kind: 'svc/kubia' }, 'demo')).fieldSelector, 'metadata.name=kubia');
  });

  it('finds the objects that exist', async () => {
    const context = stepContext(fakeCluster({ objects: [podObject('a'), podObject('b', { app: 'other' })] }));
    const names = async (kind: string) =>
      (await findObjects(select({ kind }, 'demo'), context)).map((each) => each.metadata.name);
    assert.deepEqual(await names('pod/app=kubia'), ['a']);
    assert.deepEqual(await names('pod/b'), ['b']);
    assert.deepEqual(await names('pod/c'), []);
  });

  it('lists the objects that exist in place of a missing one', async () => {
    const context = stepContext(fakeCluster({ objects: [serviceObject(), serviceObject({ name: 'other' })] }));
    const near = await notFound(select({ kind: 'svc/kubai' }, 'demo'), context);
    assert.ok(near instanceof Unmet);
    assert.equal(near.reason.code, 'not-found');
    assert.equal(near.reason.hint, 'Did you mean kubia?');
    const far = await notFound(select({ kind: 'svc/database-x' }, 'demo'), context);
    assert.match(far.reason.hint ?? '', /kubia, other/);
    const none = await notFound(select({ kind: 'pod/app=x' }, 'demo'), context);
    assert.match(none.message, /No Pod matches the label selector app=x in namespace demo/);
    const node = await notFound(select({ kind: 'node/x' }, 'demo'), context);
    assert.match(node.message, /in the cluster/);
  });
});
