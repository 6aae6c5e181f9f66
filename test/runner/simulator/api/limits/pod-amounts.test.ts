import assert from 'node:assert/strict';
import { writeAmounts } from '../../../../../runner/simulator/api/limits/amounts.ts';
import { podAmounts } from '../../../../../runner/simulator/api/limits/pod-amounts.ts';
import type { Container, PodSpec } from '../../../../../runner/simulator/objects/pods.ts';

const container = (cpu: string, more: object = {}): Container => ({
  name: 'c',
  image: 'i',
  resources: { requests: { cpu } },
  ...more,
});

const requests = (spec: PodSpec): unknown => writeAmounts(podAmounts(spec, 'requests'));

describe('pod-amounts', () => {
  it('containers add up', () =>
    assert.deepEqual(requests({ containers: [container('1'), container('500m')] }), { cpu: '1500m' }));

  it('an init container that needs more counts instead', () => {
    const containers = [container('1'), container('1')];
    assert.deepEqual(requests({ containers, initContainers: [container('3')] }), { cpu: '3' });
    assert.deepEqual(requests({ containers, initContainers: [container('1'), container('1')] }), { cpu: '2' });
  });

  it('sidecars count beside the containers, and beside the init containers after them', () => {
    const sidecar = container('2', { restartPolicy: 'Always' });
    const containers = [container('1')];
    assert.deepEqual(requests({ containers, initContainers: [sidecar] }), { cpu: '3' });
    assert.deepEqual(requests({ containers, initContainers: [sidecar, container('2500m')] }), { cpu: '4500m' });
    assert.deepEqual(requests({ containers, initContainers: [container('2500m'), sidecar] }), { cpu: '3' });
  });

  it('asks for nothing where nothing is said', () =>
    assert.deepEqual(requests({ containers: [{ name: 'c', image: 'i' }] }), {}));
});
