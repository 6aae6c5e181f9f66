import assert from 'node:assert/strict';
import { grantedTo } from '../../../../../runner/simulator/controllers/kubelet/granted.ts';

const spec = {
  name: 'main',
  image: 'kubia',
  resources: { requests: { cpu: '1' }, limits: { cpu: '2' } },
  volumeMounts: [
    { name: 'token', mountPath: '/token', readOnly: true },
    { name: 'data', mountPath: '/data' },
  ],
};
const volumeMounts = [
  { name: 'token', mountPath: '/token', readOnly: true, recursiveReadOnly: 'Disabled' },
  { name: 'data', mountPath: '/data' },
];

describe('the resources and mounts that the runtime gave to a container', () => {
  it('are its mounts, and its resources while it runs', () => {
    assert.deepEqual(grantedTo(spec, false), { volumeMounts });
    assert.deepEqual(grantedTo(spec, true), {
      allocatedResources: { cpu: '1' },
      resources: spec.resources,
      volumeMounts,
    });
  });

  it('are missing for a container that asks for none', () => {
    assert.deepEqual(grantedTo({ name: 'main', image: 'kubia' }, true), { resources: {} });
  });
});
