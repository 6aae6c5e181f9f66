import assert from 'node:assert/strict';
import type { Unstructured } from '../../../../../runner/simulator/objects/metadata.ts';
import { makeApi, rowOf } from '../../cluster.ts';
import { container, madeOf, selector, template } from '../../workloads.ts';

describe('DaemonSet', () => {
  it('replaces one pod at a time', () =>
    assert.deepEqual(madeOf('DaemonSet', { selector, template })['updateStrategy'], {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 1, maxSurge: 0 },
    }));

  it('counts the generations of its template', () => {
    const { create, update } = makeApi();
    const count = ({ metadata }: Unstructured): unknown =>
      metadata.annotations?.['deprecated.daemonset.template.generation'];
    const spec = { selector, template };
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

  it('refuses a selector that selects everything', () =>
    assert.throws(
      () => madeOf('DaemonSet', { selector: {}, template }),
      /spec.selector: Invalid value: {}: empty selector is invalid for daemonset/,
    ));

  it('prints its counts', () =>
    assert.deepEqual(
      rowOf('DaemonSet', { spec: { template, selector }, status: { desiredNumberScheduled: 2, numberReady: 1 } }),
      ['x', 2, 0, 1, 0, 0, '<none>', '5s', 'a', 'b', 'app=web'],
    ));
});
