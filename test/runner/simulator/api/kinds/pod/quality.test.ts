import assert from 'node:assert/strict';
import { qualityOf } from '../../../../../../runner/simulator/api/kinds/pod/quality.ts';

describe('quality of service', () => {
  for (const [resources, quality] of [
    [{}, 'BestEffort'],
    [{ requests: { cpu: '1' } }, 'Burstable'],
    [{ limits: { cpu: '1', memory: '1Gi' } }, 'Guaranteed'],
    [{ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } }, 'Burstable'],
  ] as const)
    it(`${JSON.stringify(resources)} is ${quality}`, () =>
      assert.equal(qualityOf({ containers: [{ name: 'c', image: 'i', resources: { ...resources } }] }), quality));
});
