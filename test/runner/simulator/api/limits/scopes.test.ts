import assert from 'node:assert/strict';
import { isInScope, scopeRulesOf } from '../../../../../runner/simulator/api/limits/scopes.ts';
import type { Unstructured } from '../../../../../runner/simulator/objects/metadata.ts';

const pod = (spec: object, resources: object = {}): Unstructured =>
  ({ kind: 'Pod', metadata: {}, spec: { containers: [{ name: 'c', resources }], ...spec } }) as unknown as Unstructured;
const selecting = (scopeName: string, operator: string, ...values: string[]) =>
  scopeRulesOf({ scopeSelector: { matchExpressions: [{ scopeName, operator, values }] } });

describe('scopes of a quota', () => {
  it('none counts everything, any counts pods only', () => {
    assert.ok(isInScope(scopeRulesOf({}), { kind: 'Service' } as never));
    assert.equal(isInScope(scopeRulesOf({ scopes: ['NotTerminating'] }), { kind: 'Service' } as never), false);
  });

  for (const [scope, inside, outside] of [
    ['Terminating', pod({ activeDeadlineSeconds: 0 }), pod({})],
    ['NotTerminating', pod({}), pod({ activeDeadlineSeconds: 5 })],
    ['BestEffort', pod({}), pod({}, { requests: { cpu: '1' } })],
    ['NotBestEffort', pod({}, { limits: { memory: '1Gi' } }), pod({})],
    ['PriorityClass', pod({ priorityClassName: 'high' }), pod({})],
    [
      'CrossNamespacePodAffinity',
      pod({
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ podAffinityTerm: { namespaces: ['x'] } }],
          },
        },
      }),
      pod({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a' }] } } }),
    ],
  ] as const)
    it(scope, () => {
      const rules = scopeRulesOf({ scopes: [scope] });
      assert.ok(isInScope(rules, inside));
      assert.equal(isInScope(rules, outside), false);
      assert.ok(isInScope(selecting(scope, 'Exists'), inside));
    });

  it('selects by priority class', () => {
    const [high, none] = [pod({ priorityClassName: 'high' }), pod({})];
    const seen = (operator: string, ...values: string[]): boolean[] =>
      [high, none].map((each) => isInScope(selecting('PriorityClass', operator, ...values), each));
    assert.deepEqual(seen('In', 'high'), [true, false]);
    assert.deepEqual(seen('NotIn', 'high'), [false, true]);
    assert.deepEqual(seen('DoesNotExist'), [false, true]);
  });

  it('all rules must hold, and an unknown one never does', () => {
    const rules = scopeRulesOf({ scopes: ['BestEffort', 'Terminating'] });
    assert.equal(isInScope(rules, pod({})), false);
    assert.equal(isInScope(scopeRulesOf({ scopes: ['Foo'] }), pod({})), false);
  });
});
