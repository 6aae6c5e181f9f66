import assert from 'node:assert/strict';
import { scaleOf, withScale } from '../../../../../runner/simulator/api/http/scale.ts';
import { apiKind, makeApi } from '../../cluster.ts';

describe('scale', () => {
  const { create } = makeApi();
  const kind = apiKind('ReplicationController');
  const rc = create('ReplicationController', {
    metadata: { name: 'kubia' },
    spec: {
      replicas: 3,
      selector: { app: 'kubia' },
      template: { metadata: { labels: { app: 'kubia' } }, spec: { containers: [{ name: 'a', image: 'b' }] } },
    },
  });

  it('shows replicas and the selector as text', () => {
    assert.deepEqual(scaleOf(kind, rc)['spec'], { replicas: 3 });
    assert.deepEqual(scaleOf(kind, rc)['status'], { replicas: 0, selector: 'app=kubia' });
  });

  it('changes replicas, refuses less than none', () => {
    assert.equal((withScale(kind, rc, { spec: { replicas: 5 } })['spec'] as { replicas: number }).replicas, 5);
    assert.throws(
      () => withScale(kind, rc, { spec: { replicas: -1 } }),
      /spec.replicas: Invalid value: -1: must be greater than or equal to 0/,
    );
    assert.throws(() => withScale(kind, rc, { metadata: { resourceVersion: '0' }, spec: { replicas: 1 } }), {
      code: 409,
    });
  });
});
