import assert from 'node:assert/strict';
import { describeFault } from '../../../../../../runner/simulator/api/field-error.ts';
import { validateResourceQuota } from '../../../../../../runner/simulator/api/kinds/resource-quota/validation.ts';
import type { Unstructured } from '../../../../../../runner/simulator/objects/metadata.ts';

const told = (spec: object): string[] => validateResourceQuota({ spec } as unknown as Unstructured).map(describeFault);
const selecting = (scopeName: string, operator: string, values?: string[]): string[] =>
  told({
    hard: { pods: '1' },
    scopeSelector: { matchExpressions: [{ scopeName, operator, ...(values && { values }) }] },
  });

// Word for word against a real cluster: test/parity/probes/quotas.ts.
describe('validation of quotas', () => {
  it('accepts what is right', () => {
    assert.deepEqual(
      told({ hard: { pods: '1', 'requests.cpu': '500m', 'count/jobs.batch': '1', 'requests.x.io/gpu': '1' } }),
      [],
    );
    assert.deepEqual(told({ hard: { pods: '1', cpu: '1' }, scopes: ['NotBestEffort', 'Terminating'] }), []);
    assert.deepEqual(selecting('PriorityClass', 'In', ['high']), []);
    assert.deepEqual(told({}), []);
  });

  for (const [spec, fault] of [
    [{ hard: { pods: '1500m' } }, 'spec.hard[pods]: Invalid value: "1500m": must be an integer'],
    [{ hard: { cpu: '-1' } }, 'spec.hard[cpu]: Invalid value: "-1": must be greater than or equal to 0'],
    [{ hard: { pods: '1' }, scopes: ['Foo'] }, 'spec.scopes: Invalid value: ["Foo"]: unsupported scope'],
    [
      { hard: { cpu: '1' }, scopes: ['BestEffort'] },
      'spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource',
    ],
    [
      { hard: { pods: '1' }, scopes: ['Terminating', 'NotTerminating'] },
      'spec.scopes: Invalid value: ["Terminating","NotTerminating"]: conflicting scopes',
    ],
    [
      { hard: { pods: '1' }, scopes: ['VolumeAttributesClass'] },
      'spec.scopes: Invalid value: ["VolumeAttributesClass"]: unsupported scope applied to resource',
    ],
  ] as const)
    it(`refuses ${JSON.stringify(spec)}`, () => assert.deepEqual(told(spec), [fault]));

  it('refuses selectors that cannot be', () => {
    const at = 'spec.scopeSelector.matchExpressions';
    assert.match(
      selecting('BestEffort', 'In', ['x'])[0] ?? '',
      /^spec\.scopeSelector\.matchExpressions\.operator: .*must be 'Exists' when/,
    );
    assert.match(
      selecting('PriorityClass', 'In')[0] ?? '',
      new RegExp(`^${at}\\.values: Required value: must be at least one value`),
    );
    assert.match(selecting('PriorityClass', 'Exists', ['x'])[0] ?? '', /must be no value/);
    assert.match(selecting('PriorityClass', 'Near')[0] ?? '', /not a valid selector operator/);
  });
});
