import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import { limitRangeKind } from '../../../../../../runner/simulator/api/kinds/limit-range/strategy.ts';
import { specOf } from '../../../../../../runner/simulator/api/kinds/support/spec.ts';
import { rowOf } from '../../../cluster.ts';

const item = (limit: JsonObject): unknown => {
  const metadata = { name: 'l', uid: '', resourceVersion: '' };
  const object = { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits: [limit] } };
  return (specOf(limitRangeKind.defaults?.(object) ?? object)['limits'] as unknown[])[0];
};

describe('LimitRange', () => {
  it('for containers: maximum, then default, then request', () => {
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

  it('prints when it was made', () => assert.deepEqual(rowOf('LimitRange', {}), ['x', '2026-01-01T00:00:00Z']));
});
