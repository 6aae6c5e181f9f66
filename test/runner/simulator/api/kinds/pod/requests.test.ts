import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import { defaultRequests } from '../../../../../../runner/simulator/api/kinds/pod/requests.ts';

describe('requests of pods', () => {
  const resourcesOf = (resources: JsonObject): unknown =>
    defaultRequests({ containers: [{ name: 'c', image: 'i', resources }] }).containers[0]?.resources;

  it('are the limits, unless a request is given', () => {
    assert.deepEqual(resourcesOf({ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } }), {
      limits: { cpu: '1', memory: '1Gi' },
      requests: { cpu: '500m', memory: '1Gi' },
    });
    assert.deepEqual(resourcesOf({ requests: { cpu: '1' } }), { requests: { cpu: '1' } });
    assert.deepEqual(resourcesOf({}), {});
  });

  it('of init containers too', () => {
    const container = { name: 'c', image: 'i', resources: { limits: { cpu: '1' } } };
    const { initContainers } = defaultRequests({ containers: [], initContainers: [container] });
    assert.deepEqual(initContainers?.[0]?.resources, { limits: { cpu: '1' }, requests: { cpu: '1' } });
  });
});
