import assert from 'node:assert/strict';
import { describeFault } from '../../../../../../runner/simulator/api/field-error.ts';
import { validateLimitRange } from '../../../../../../runner/simulator/api/kinds/limit-range/validation.ts';
import type { Unstructured } from '../../../../../../runner/simulator/objects/metadata.ts';

const told = (...limits: object[]): string[] =>
  validateLimitRange({ spec: { limits } } as unknown as Unstructured).map(describeFault);

// Word for word against a real cluster: test/parity/probes/limit-ranges.ts.
describe('validation of limit ranges', () => {
  it('accepts what is right', () => {
    const container = {
      type: 'Container',
      min: { cpu: '1m' },
      max: { cpu: '2' },
      default: { cpu: '1' },
      defaultRequest: { cpu: '1' },
    };
    assert.deepEqual(told(container, { type: 'Pod', max: { cpu: '4' } }), []);
    assert.deepEqual(told({ type: 'PersistentVolumeClaim', max: { storage: '1Gi' } }), []);
    assert.deepEqual(
      told({ type: 'Container', min: { cpu: '1' }, max: { cpu: '4' }, maxLimitRequestRatio: { cpu: '4' } }),
      [],
    );
    assert.deepEqual(validateLimitRange({} as Unstructured), []);
  });

  for (const [limit, fault] of [
    [{ type: 'Foo' }, 'spec.limits[0].type: Invalid value: "Foo": must be a standard limit type or fully qualified'],
    [
      { type: 'Pod', default: { cpu: '1' } },
      "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
    ],
    [
      { type: 'Container', min: { cpu: '2' }, max: { cpu: '1' } },
      'spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1',
    ],
    [
      { type: 'Container', max: { cpu: '1' }, default: { cpu: '2' } },
      'spec.limits[0].default[cpu]: Invalid value: "1": default value 2 is greater than max value 1',
    ],
    [
      { type: 'Container', maxLimitRequestRatio: { cpu: '500m' } },
      'spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1',
    ],
    [
      { type: 'Pod', min: { cpu: '1' }, max: { cpu: '4' }, maxLimitRequestRatio: { cpu: '5' } },
      'spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "5": ratio 5 is greater than max/min = 4.000000',
    ],
    [
      { type: 'PersistentVolumeClaim' },
      'spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided',
    ],
  ] as const)
    it(`refuses ${JSON.stringify(limit)}`, () => assert.deepEqual(told(limit), [fault]));

  it('refuses a type twice', () =>
    assert.deepEqual(told({ type: 'Pod' }, { type: 'Pod' }), ['spec.limits[1].type: Duplicate value: "Pod"']));
});
