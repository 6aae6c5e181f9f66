import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { makeApi, rowOf } from '../../cluster.ts';
import { container, madeOf, template } from '../../workloads.ts';

const once = { metadata: { labels: { app: 'a' } }, spec: { containers: [container], restartPolicy: 'Never' } };

describe('Job', () => {
  it('wants one pod to succeed, or as many as are needed when several run at a time', () => {
    assert.equal(madeOf('Job', { template: once })['completions'], 1);
    assert.equal(madeOf('Job', { template: once, parallelism: 2 })['completions'], undefined);
  });

  it('finds its pods by its own identity', () => {
    const { metadata, spec } = makeApi().create('Job', { metadata: { name: 'j' }, spec: { template: once } });
    const labels = {
      'batch.kubernetes.io/controller-uid': metadata.uid,
      'batch.kubernetes.io/job-name': 'j',
      'controller-uid': metadata.uid,
      'job-name': 'j',
      app: 'a',
    };
    assert.deepEqual(metadata.labels, labels);
    const { selector, template } = spec as { selector: unknown; template: { metadata: unknown } };
    assert.deepEqual(selector, { matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid } });
    assert.deepEqual(template.metadata, { labels });
  });

  it('keeps a selector of its own', () => {
    const selector = { matchLabels: { app: 'a' } };
    assert.deepEqual(madeOf('Job', { template: once, selector, manualSelector: true })['selector'], selector);
  });

  it('refuses pods that are always restarted, and no pods at all', () => {
    assert.throws(
      () => madeOf('Job', { template }),
      /spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"/,
    );
    assert.throws(() => madeOf('Job', {}), /spec.template.spec.containers: Required value/);
  });

  it('keeps its template', () => {
    const { create, update } = makeApi();
    create('Job', { metadata: { name: 'j' }, spec: { template: once } });
    assert.throws(
      () =>
        update('Job', 'j', (current) => {
          const spec = current['spec'] as JsonObject;
          return { ...current, spec: { ...spec, template: { ...once, spec: { ...once.spec, hostname: 'x' } } } };
        }),
      /spec.template: Invalid value: .* field is immutable/,
    );
  });

  it('prints completions and how long it took', () => {
    const status = {
      succeeded: 1,
      startTime: '2026-01-01T00:00:00Z',
      completionTime: '2026-01-01T00:00:03Z',
      conditions: [{ type: 'Complete', status: 'True' }],
    };
    assert.deepEqual(rowOf('Job', { spec: { template, completions: 1 }, status }), [
      'x',
      'Complete',
      '1/1',
      '3s',
      '5s',
      'a',
      'b',
      '',
    ]);
  });
});
