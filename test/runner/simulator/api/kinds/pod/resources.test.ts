import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import { describeFault } from '../../../../../../runner/simulator/api/field-error.ts';
import { validateResources } from '../../../../../../runner/simulator/api/kinds/pod/resources.ts';

const told = (resources: JsonObject): string[] =>
  validateResources({ name: 'c', image: 'i', resources }, 'c').map(describeFault);

describe('validation of resources', () => {
  it('accepts what is right', () => {
    assert.deepEqual(told({}), []);
    assert.deepEqual(told({ requests: { cpu: '500m' }, limits: { cpu: '0.5', memory: '1Gi' } }), []);
    assert.deepEqual(told({ requests: { 'x.io/gpu': '1' }, limits: { 'x.io/gpu': '1' } }), []);
  });

  for (const [resources, fault] of [
    [
      { requests: { cpu: '2' }, limits: { cpu: '1' } },
      'c.resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    ],
    [
      { requests: { 'x.io/gpu': '1' }, limits: { 'x.io/gpu': '2' } },
      'c.resources.requests: Invalid value: "1": must be equal to x.io/gpu limit of 2',
    ],
    [
      { requests: { 'x.io/gpu': '1' } },
      'c.resources.limits: Required value: Limit must be set for non overcommitable resources',
    ],
    [
      { requests: { pods: '1' } },
      'c.resources.requests[pods]: Invalid value: "pods": must be a standard resource for containers',
    ],
    [{ limits: { cpu: '-1' } }, 'c.resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0'],
  ] as const)
    it(`refuses ${JSON.stringify(resources)}`, () => assert.deepEqual(told(resources), [fault]));
});
