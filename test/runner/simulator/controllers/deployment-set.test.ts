import assert from 'node:assert/strict';
import { createReplicaSet } from '../../../../runner/simulator/controllers/deployment-set.ts';
import type { Deployment } from '../../../../runner/simulator/objects/workloads.ts';
import { makeApi, podOf } from '../cluster.ts';

const start = () => {
  const api = makeApi();
  const { spec } = podOf('x');
  const deployment = api.create('Deployment', {
    metadata: { name: 'web', annotations: { note: 'kept', 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec },
    },
  } as never) as Deployment;
  return { ...api, deployment };
};

describe('the ReplicaSet of a template', () => {
  it('has the hash of the template in its name, selector and pods', () => {
    const { context, deployment } = start();
    const set = createReplicaSet(context, deployment, 1, 2);
    const hash = set.metadata.labels?.['pod-template-hash'];
    assert.match(hash ?? '', /^[0-9a-z]{6,}$/);
    assert.equal(set.metadata.name, `web-${hash}`);
    assert.deepEqual(set.spec.selector.matchLabels, { app: 'web', 'pod-template-hash': hash });
    assert.deepEqual(set.spec.template.metadata?.labels, { app: 'web', 'pod-template-hash': hash });
    assert.equal(set.metadata.ownerReferences?.[0]?.uid, deployment.metadata.uid);
  });

  it("has the Deployment's annotations but those of kubectl and of other controllers, and its revision", () => {
    const { context, deployment } = start();
    assert.deepEqual(createReplicaSet(context, deployment, 7, 0).metadata.annotations, {
      note: 'kept',
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
      'deployment.kubernetes.io/revision': '7',
    });
  });

  it('is an event only when it starts with pods', () => {
    const { context, deployment, store } = start();
    createReplicaSet(context, deployment, 1, 0);
    assert.deepEqual(store.list('Event'), []);
  });
});
