import assert from 'node:assert/strict';
import { containerPorts, selectorOf } from '../../../runner/probe/read-object.ts';
import { podObject, serviceObject } from '../../support/service-objects.ts';

describe('reading objects', () => {
  it('reads a selector', () => {
    assert.deepEqual(selectorOf(serviceObject()), { app: 'kubia' });
    assert.deepEqual(selectorOf({ ...serviceObject(), spec: {} }), {});
  });

  it('reads the ports of all containers', () => {
    const pod = podObject('x');
    const containers = [{ ports: [{ containerPort: 1 }, 2] }, {}, { ports: [{ containerPort: 3 }] }];
    assert.deepEqual(containerPorts({ ...pod, spec: { containers } }), [{ containerPort: 1 }, { containerPort: 3 }]);
    assert.deepEqual(containerPorts({ ...pod, spec: {} }), []);
  });
});
