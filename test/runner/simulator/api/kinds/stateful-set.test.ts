import assert from 'node:assert/strict';
import { rowOf } from '../../cluster.ts';
import { madeOf, selector, template } from '../../workloads.ts';

describe('StatefulSet', () => {
  it('makes its pods in order', () => {
    const spec = madeOf('StatefulSet', { selector, template });
    assert.equal(spec['podManagementPolicy'], 'OrderedReady');
    assert.deepEqual(spec['updateStrategy'], { type: 'RollingUpdate', rollingUpdate: { partition: 0 } });
  });

  it('refuses another way', () =>
    assert.throws(
      () => madeOf('StatefulSet', { selector, template, serviceName: 'a', podManagementPolicy: 'Foo' }),
      /spec.podManagementPolicy: Invalid value: "Foo": must be 'OrderedReady' or 'Parallel'/,
    ));

  it('prints ready of wanted', () =>
    assert.deepEqual(rowOf('StatefulSet', { spec: { template, replicas: 2 }, status: { readyReplicas: 1 } }), [
      'x',
      '1/2',
      '5s',
      'a',
      'b',
    ]));
});
