import assert from 'node:assert/strict';
import { makeApi, rowOf } from '../../cluster.ts';
import { madeOf, selector, template } from '../../workloads.ts';

describe('Deployment', () => {
  it('rolls by quarters unless it is recreated', () => {
    const spec = madeOf('Deployment', { selector, template });
    assert.equal(spec['replicas'], 1);
    assert.deepEqual(spec['strategy'], {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' },
    });
    const strategy = { type: 'Recreate' };
    assert.deepEqual(madeOf('Deployment', { selector, template, strategy })['strategy'], strategy);
  });

  for (const [spec, message] of [
    [{ template }, 'spec.selector: Required value'],
    [
      { selector: { matchLabels: { app: 'x' } }, template },
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ],
    [{ selector, template, replicas: -1 }, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    [
      { selector, template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } },
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
    [
      { selector, template, strategy: { type: 'Foo' } },
      'spec.strategy: Unsupported value: {"Type":"Foo","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
    ],
    [
      { selector, template, strategy: { type: 'Recreate', rollingUpdate: {} } },
      "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
    ],
    [
      { selector },
      '[spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]',
    ],
  ] as const)
    it(message, () =>
      assert.throws(
        () => madeOf('Deployment', spec as never),
        (fault: Error) => fault.message.includes(message),
      ),
    );

  it('keeps its selector', () => {
    const { create, update } = makeApi();
    create('Deployment', { metadata: { name: 'w' }, spec: { selector, template } });
    const labels = { app: 'y' };
    const next = { selector: { matchLabels: labels }, template: { ...template, metadata: { labels } } };
    assert.throws(
      () => update('Deployment', 'w', (current) => ({ ...current, spec: next })),
      /spec.selector: Invalid value: {"matchLabels":{"app":"y"}}: field is immutable/,
    );
  });

  it('prints ready, up to date and available', () =>
    assert.deepEqual(
      rowOf('Deployment', {
        spec: { template, replicas: 3, selector },
        status: { readyReplicas: 2, updatedReplicas: 3, availableReplicas: 2 },
      }),
      ['x', '2/3', 3, 2, '5s', 'a', 'b', 'app=web'],
    ));
});
