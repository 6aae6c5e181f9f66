import assert from 'node:assert/strict';
import { isInScope } from '../../../../../../runner/simulator/api/kinds/pod/scopes.ts';
import type { Pod } from '../../../../../../runner/simulator/objects/pods.ts';

const pod = (spec: object, resources: object = {}): Pod =>
  ({ kind: 'Pod', metadata: {}, spec: { containers: [{ name: 'c', resources }], ...spec } }) as never;
const rule = (scopeName: string, operator = 'Exists', ...values: string[]) => ({ scopeName, operator, values });

describe('scopes of pods', () => {
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
      assert.ok(isInScope(inside, rule(scope)));
      assert.equal(isInScope(outside, rule(scope)), false);
    });

  it('selects by priority class', () => {
    const [high, none] = [pod({ priorityClassName: 'high' }), pod({})];
    const seen = (operator: string, ...values: string[]): boolean[] =>
      [high, none].map((each) => isInScope(each, rule('PriorityClass', operator, ...values)));
    assert.deepEqual(seen('In', 'high'), [true, false]);
    assert.deepEqual(seen('NotIn', 'high'), [false, true]);
    assert.deepEqual(seen('DoesNotExist'), [false, true]);
  });

  it('no pod is in an unknown one', () => assert.equal(isInScope(pod({}), rule('Foo')), false));
});
