import assert from 'node:assert/strict';
import { makeApi, rowOf } from '../../cluster.ts';
import { labels, madeOf, template } from '../../workloads.ts';

describe('ReplicationController', () => {
  it("selects by its template's labels, and has them, unless it says otherwise", () => {
    const made = makeApi().create('ReplicationController', { metadata: { name: 'r' }, spec: { template } });
    assert.deepEqual((made['spec'] as { selector: unknown }).selector, labels);
    assert.deepEqual(made.metadata.labels, labels);
    const both = { ...template, metadata: { labels: { ...labels, tier: 'a' } } };
    assert.deepEqual(madeOf('ReplicationController', { template: both, selector: labels })['selector'], labels);
  });

  for (const [spec, message] of [
    [{ selector: { app: 'x' }, template }, '`selector` does not match template `labels`'],
    [{ selector: labels }, 'spec.template: Required value'],
  ] as const)
    it(message, () =>
      assert.throws(
        () => madeOf('ReplicationController', spec),
        (fault: Error) => fault.message.includes(message),
      ),
    );

  it('prints its selector as pairs', () =>
    assert.deepEqual(
      rowOf('ReplicationController', { spec: { template, replicas: 3, selector: labels }, status: {} }),
      ['x', 3, 0, 0, '5s', 'a', 'b', 'app=web'],
    ));
});
