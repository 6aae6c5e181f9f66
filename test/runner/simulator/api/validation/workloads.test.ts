import assert from 'node:assert/strict';
import { makeApi } from '../../cluster.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'b' }] } };
const selector = { matchLabels: { app: 'web' } };

describe('workload validation', () => {
  for (const [kind, spec, message] of [
    ['Deployment', { template }, 'Deployment.apps "w" is invalid: [spec.selector: Required value'],
    [
      'Deployment',
      { selector: { matchLabels: { app: 'x' } }, template },
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ],
    [
      'Deployment',
      { selector, template, replicas: -1 },
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      'Deployment',
      { selector, template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } },
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
    [
      'DaemonSet',
      { selector: {}, template },
      'spec.selector: Invalid value: {}: empty selector is invalid for daemonset',
    ],
    ['Job', { template }, 'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    [
      'Deployment',
      { selector, template, strategy: { type: 'Foo' } },
      'spec.strategy: Unsupported value: {"Type":"Foo","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
    ],
    [
      'Deployment',
      { selector, template, strategy: { type: 'Recreate', rollingUpdate: {} } },
      "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
    ],
    [
      'StatefulSet',
      { selector, template, serviceName: 'a', podManagementPolicy: 'Foo' },
      `spec.podManagementPolicy: Invalid value: "Foo": must be 'OrderedReady' or 'Parallel'`,
    ],
    [
      'Deployment',
      { selector },
      '[spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]',
    ],
    ['ReplicationController', { selector: { app: 'x' }, template }, '`selector` does not match template `labels`'],
    ['ReplicationController', { selector: { app: 'web' } }, 'spec.template: Required value'],
  ] as const)
    it(`${kind}: ${message}`, () => {
      const { create } = makeApi();
      assert.throws(
        () => create(kind, { metadata: { name: 'w' }, spec: spec as never }),
        (fault: Error) =>
          fault.message.includes(
            kind === 'Deployment' && message.startsWith('Deployment') ? 'spec.selector: Required value' : message,
          ),
      );
    });

  it('a selector never changes', () => {
    const { create, update } = makeApi();
    create('Deployment', { metadata: { name: 'w' }, spec: { selector, template } });
    const labels = { app: 'y' };
    const next = { selector: { matchLabels: labels }, template: { ...template, metadata: { labels } } };
    assert.throws(
      () => update('Deployment', 'w', (current) => ({ ...current, spec: next })),
      /spec.selector: Invalid value: {"matchLabels":{"app":"y"}}: field is immutable/,
    );
  });
});
