import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { withDisruptionCondition } from '../../../../../runner/simulator/api/kinds/pod-disruption-budget.ts';
import { apiKind, makeApi, rowOf } from '../../cluster.ts';

const selector = { matchLabels: { app: 'web' } };
const create = (spec: JsonObject) => makeApi().create('PodDisruptionBudget', { metadata: { name: 'b' }, spec });

describe('PodDisruptionBudget', () => {
  it('allows nothing until its controller has counted', () => {
    const made = create({ minAvailable: 1, selector });
    assert.deepEqual(made['status'], {
      currentHealthy: 0,
      desiredHealthy: 0,
      disruptionsAllowed: 0,
      expectedPods: 0,
    });
    assert.equal(made.metadata.generation, 1);
    assert.deepEqual(made['spec'], { minAvailable: 1, selector });
  });

  for (const [spec, message] of [
    [
      { minAvailable: 1, maxUnavailable: '50%', selector },
      'spec: Invalid value: {"MinAvailable":1,"Selector":{"matchLabels":{"app":"web"}},"MaxUnavailable":"50%","UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
    ],
    [{ minAvailable: -1 }, 'spec.minAvailable: Invalid value: -1: must be greater than or equal to 0'],
    [{ maxUnavailable: '120%' }, 'spec.maxUnavailable: Invalid value: "120%": must not be greater than 100%'],
    [
      { maxUnavailable: 'half' },
      `spec.maxUnavailable: Invalid value: "half": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`,
    ],
    [
      { selector: { matchExpressions: [{ key: 'app', operator: 'In' }] } },
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    ],
    [
      { unhealthyPodEvictionPolicy: 'Never' },
      'spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget"',
    ],
  ] as const)
    it(message, () =>
      assert.throws(() => create(spec as never), {
        code: 422,
        message: `PodDisruptionBudget.policy "b" is invalid: ${message}`,
      }),
    );

  it('an update names the version that it replaces', () => {
    const { registry, create } = makeApi();
    create('PodDisruptionBudget', { metadata: { name: 'b' }, spec: { minAvailable: 1 } });
    const key = { kind: apiKind('PodDisruptionBudget'), namespace: 'default', name: 'b' };
    const change = () => ({ metadata: { name: 'b' }, spec: { minAvailable: 2 } });
    assert.throws(() => registry.update(key, change, { manager: 'test' }), {
      code: 422,
      message:
        'poddisruptionbudgets.policy "b" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    });
  });

  it('says since when pods may be disrupted, or not', () => {
    const status = {
      currentHealthy: 1,
      desiredHealthy: 1,
      expectedPods: 1,
      disruptionsAllowed: 0,
      observedGeneration: 1,
    };
    const first = withDisruptionCondition(status, 'T1');
    assert.deepEqual(first.conditions, [
      {
        type: 'DisruptionAllowed',
        status: 'False',
        observedGeneration: 1,
        lastTransitionTime: 'T1',
        reason: 'InsufficientPods',
        message: '',
      },
    ]);
    assert.equal(withDisruptionCondition(first, 'T2').conditions?.[0]?.lastTransitionTime, 'T1');
    const allowed = withDisruptionCondition({ ...first, disruptionsAllowed: 1 }, 'T3').conditions?.[0];
    assert.deepEqual([allowed?.status, allowed?.reason, allowed?.lastTransitionTime], ['True', 'SufficientPods', 'T3']);
  });

  it('prints what it wants and what it allows', () => {
    const status = { disruptionsAllowed: 1 };
    assert.deepEqual(rowOf('PodDisruptionBudget', { spec: { minAvailable: '50%' }, status }), [
      'x',
      '50%',
      'N/A',
      1,
      '5s',
    ]);
    assert.deepEqual(rowOf('PodDisruptionBudget', { spec: { maxUnavailable: 0 }, status }).slice(1, 3), ['N/A', '0']);
  });
});
