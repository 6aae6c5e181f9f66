import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import {
  defaultLimitRange,
  defaultRequests,
} from '../../../../../../runner/simulator/api/kinds/limit-range/defaults.ts';

describe('defaults of limits', () => {
  const resourcesOf = (resources: JsonObject): unknown =>
    defaultRequests({ containers: [{ name: 'c', image: 'i', resources }] }).containers[0]?.resources;

  it('what is limited is requested, unless a request is given', () => {
    assert.deepEqual(resourcesOf({ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } }), {
      limits: { cpu: '1', memory: '1Gi' },
      requests: { cpu: '500m', memory: '1Gi' },
    });
    assert.deepEqual(resourcesOf({ requests: { cpu: '1' } }), { requests: { cpu: '1' } });
    assert.deepEqual(resourcesOf({}), {});
  });

  it('the same for init containers', () => {
    const container = { name: 'c', image: 'i', resources: { limits: { cpu: '1' } } };
    const { initContainers } = defaultRequests({ containers: [], initContainers: [container] });
    assert.deepEqual(initContainers?.[0]?.resources, { limits: { cpu: '1' }, requests: { cpu: '1' } });
  });

  const item = (limit: object): unknown => {
    const { limits } = defaultLimitRange({ limits: [limit] as never });
    return (limits as unknown[])[0];
  };

  it('a range for containers: maximum, then default, then request', () => {
    assert.deepEqual(item({ type: 'Container', min: { cpu: '1m' }, max: { cpu: '2', memory: '1Gi' } }), {
      type: 'Container',
      min: { cpu: '1m' },
      max: { cpu: '2', memory: '1Gi' },
      default: { cpu: '2', memory: '1Gi' },
      defaultRequest: { cpu: '2', memory: '1Gi' },
    });
    assert.deepEqual(item({ type: 'Container', min: { cpu: '1m' } }), {
      type: 'Container',
      min: { cpu: '1m' },
      defaultRequest: { cpu: '1m' },
    });
    assert.deepEqual(item({ type: 'Pod', max: { cpu: '1' } }), { type: 'Pod', max: { cpu: '1' } });
  });
});
