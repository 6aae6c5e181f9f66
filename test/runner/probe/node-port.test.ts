import assert from 'node:assert/strict';
import { nodePortOf } from '../../../runner/probe/node-port.ts';
import { serviceObject } from '../../support/service-objects.ts';

describe('nodePortOf', () => {
  const service = serviceObject({
    ports: [
      { name: 'a', port: 80 },
      { name: 'b', port: 81, nodePort: 30081 },
    ],
  });
  it('is the first that there is', () => assert.equal(nodePortOf(service), 30081));
  it('is that of the named port', () => {
    assert.equal(nodePortOf(service, 'b'), 30081);
    assert.equal(nodePortOf(service, 81), 30081);
    assert.equal(nodePortOf(service, 'a'), undefined);
  });
  it('is none of a ClusterIP Service', () => assert.equal(nodePortOf(serviceObject()), undefined));
});
