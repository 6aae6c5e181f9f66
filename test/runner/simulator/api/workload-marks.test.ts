import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { firstStatus } from '../../../../runner/simulator/api/workload-marks.ts';
import type { Unstructured } from '../../../../runner/simulator/objects/metadata.ts';
import { makeApi } from '../cluster.ts';

const container = { name: 'main', image: 'luksa/kubia:v1' };
const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [container], restartPolicy: 'Never' } };

describe('marks of the API server on workloads', () => {
  it('a Job finds its pods by its own identity', () => {
    const { metadata, spec } = makeApi().create('Job', { metadata: { name: 'j' }, spec: { template } });
    const labels = {
      'batch.kubernetes.io/controller-uid': metadata.uid,
      'batch.kubernetes.io/job-name': 'j',
      'controller-uid': metadata.uid,
      'job-name': 'j',
      app: 'a',
    };
    assert.deepEqual(metadata.labels, labels);
    const { selector, template: marked } = spec as { selector: unknown; template: { metadata: unknown } };
    assert.deepEqual(selector, { matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid } });
    assert.deepEqual(marked.metadata, { labels });
  });

  it('a Job with a selector of its own keeps it', () => {
    const selector = { matchLabels: { app: 'a' } };
    const spec = { template, selector, manualSelector: true };
    const made = makeApi().create('Job', { metadata: { name: 'j' }, spec });
    assert.deepEqual((made['spec'] as JsonObject)['selector'], selector);
  });

  it('a DaemonSet counts the generations of its template', () => {
    const { create, update } = makeApi();
    const count = ({ metadata }: Unstructured): unknown =>
      metadata.annotations?.['deprecated.daemonset.template.generation'];
    const spec = {
      selector: { matchLabels: { app: 'a' } },
      template: { ...template, spec: { containers: [container] } },
    };
    assert.equal(count(create('DaemonSet', { metadata: { name: 'd' }, spec })), '1');
    const labels = { x: 'y' };
    const same = update('DaemonSet', 'd', (current) => ({ ...current, metadata: { ...current.metadata, labels } }));
    assert.equal(count(same), '1');
    const changed = update('DaemonSet', 'd', (current) => {
      const containers = [{ ...container, image: 'luksa/kubia:v2' }];
      return { ...current, spec: { ...spec, template: { ...template, spec: { containers } } } };
    });
    assert.equal(count(changed), '2');
  });

  it('what no controller has seen yet counts nothing', () => {
    assert.deepEqual(firstStatus('ReplicaSet'), { replicas: 0 });
    assert.deepEqual(firstStatus('Ingress'), { loadBalancer: {} });
    assert.deepEqual(firstStatus('Pod'), {});
  });
});
