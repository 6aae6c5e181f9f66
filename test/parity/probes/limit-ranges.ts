import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { type JsonObject, type JsonValue, valueAt } from '../../../runner/core/json.ts';
import { briefOf, defaulted, judged } from '../answers.ts';
import { asking, container, idle, inSpace, limited, quota, range } from '../limited.ts';
import { object } from '../manifests.ts';
import type { Row, Topic } from '../row.ts';

const judgedRange = (title: string, limit: JsonObject): Row => judged('Q2', title, range(limit));

/** The stored pod in a namespace with limits, or its refusal. */
const ranged = (title: string, limits: readonly KubernetesObject[], pod: KubernetesObject): Row =>
  inSpace('Q4', title, limits, async (space) => {
    const reply = await space.create(pod, '&dryRun=All');
    if (reply.status !== 201) return briefOf(reply);
    const containers = (list: string): JsonValue => {
      const found = valueAt(reply.body, ['spec', list]);
      return Array.isArray(found) ? found.map((each) => valueAt(each, ['resources']) ?? null) : null;
    };
    return {
      annotations: valueAt(reply.body, ['metadata', 'annotations']) ?? null,
      containers: containers('containers'),
      initContainers: containers('initContainers'),
      qos: valueAt(reply.body, ['status', 'qosClass']) ?? null,
    };
  });

const several = { min: { cpu: '100m' }, max: { cpu: '1', memory: '1Gi' } };

const byRange = [
  ranged('defaults', [range({ default: { cpu: '500m', memory: '512Mi' }, defaultRequest: { cpu: '0.1' } })], idle('a')),
  ranged(
    'defaults beside own values',
    [range({ default: { cpu: '500m', memory: '512Mi' }, defaultRequest: { cpu: '100m' } })],
    idle('a', [container('one', { cpu: '200m' }), container('two', undefined, { cpu: '1' })], {
      initContainers: [container('init')],
    }),
  ),
  ranged('a maximum becomes the default', [range({ max: { cpu: '1' } })], idle('a')),
  ranged('a minimum becomes the request', [range({ min: { cpu: '100m' } })], idle('a')),
  ranged('less than the minimum', [range({ min: { cpu: '100m' } })], asking('a', { cpu: '50m' })),
  ranged('a limit below the minimum', [range({ min: { memory: '64Mi' } })], asking('a', undefined, { memory: '32Mi' })),
  ranged('more than the maximum', [range({ max: { memory: '1Gi' } })], asking('a', undefined, { memory: '2Gi' })),
  ranged('a request above the maximum', [range({ max: { cpu: '1' } })], asking('a', { cpu: '2' })),
  ranged(
    'several faults',
    [range(several)],
    idle('a', [container('one', { cpu: '50m' }), container('two', undefined, { cpu: '2' })]),
  ),
  ranged(
    'an init container above the maximum',
    [range({ max: { cpu: '1' } })],
    idle('a', [container('main')], { initContainers: [container('init', undefined, { cpu: '1500m' })] }),
  ),
  ranged(
    'the ratio of limit and request',
    [range({ maxLimitRequestRatio: { cpu: '2' } })],
    asking('a', { cpu: '100m' }, { cpu: '300m' }),
  ),
  ranged('no request for the ratio', [range({ maxLimitRequestRatio: { cpu: '2' } })], idle('a')),
  ranged('no limit for the ratio', [range({ maxLimitRequestRatio: { cpu: '2' } })], asking('a', { cpu: '100m' })),
  ranged('a pod without requests', [range({ type: 'Pod', min: { cpu: '200m' } })], idle('a')),
  ranged(
    'a pod of several containers above the maximum',
    [range({ type: 'Pod', max: { cpu: '1' } })],
    idle('a', [container('one', undefined, { cpu: '600m' }), container('two', undefined, { cpu: '600m' })]),
  ),
  ranged(
    'a pod below the maximum',
    [range({ type: 'Pod', max: { cpu: '1' } })],
    idle('a', [container('one', undefined, { cpu: '500m' }), container('two', undefined, { cpu: '500m' })]),
  ),
  ranged('a pod without limits', [range({ type: 'Pod', max: { cpu: '1' } })], idle('a')),
  ranged('another kind of limit', [range({ type: 'PersistentVolumeClaim', max: { storage: '1Gi' } })], idle('a')),
  limited(
    'Q4',
    'defaults that a quota counts',
    [quota({ 'limits.cpu': '1' }), range({ default: { cpu: '600m' } })],
    idle('a'),
    idle('b'),
  ),
];

/** The resources that a pod may request, and those that it gets by default. */
export const limitRanges: Topic = {
  name: 'limit-ranges',
  title: 'limits of pods',
  setup: () => [],
  rows: [
    defaulted('Q2', 'a range with a default limit', range({ default: { cpu: '500m' } })),
    defaulted(
      'Q2',
      'a range with minimum and maximum',
      range({ min: { cpu: '0.1' }, max: { cpu: '1000m', memory: '1Gi' } }),
    ),
    defaulted('Q2', 'a range for pods', range({ type: 'Pod', max: { cpu: '1' } })),
    judgedRange('no type', { type: '' }),
    judgedRange('an unknown type', { type: 'Foo', max: { cpu: '1' } }),
    judgedRange('defaults for pods', { type: 'Pod', default: { cpu: '1' }, defaultRequest: { cpu: '1' } }),
    judgedRange('a minimum above the maximum', { min: { cpu: '2' }, max: { cpu: '1' } }),
    judgedRange('a default above the maximum', { default: { cpu: '2' }, max: { cpu: '1' } }),
    judgedRange('a default below the minimum', { default: { cpu: '50m' }, min: { cpu: '100m' } }),
    judgedRange('a default request above the default', { default: { cpu: '50m' }, defaultRequest: { cpu: '100m' } }),
    judgedRange('a default request above the maximum', { defaultRequest: { cpu: '2' }, max: { cpu: '1' } }),
    judgedRange('a default request below the minimum', { defaultRequest: { cpu: '1m' }, min: { cpu: '1' } }),
    judgedRange('a ratio below 1', { maxLimitRequestRatio: { cpu: '500m' } }),
    judgedRange('an unknown resource in a range', { max: { foo: '1' } }),
    judgedRange('a claim without a size', { type: 'PersistentVolumeClaim', max: { cpu: '1' } }),
    judged(
      'Q2',
      'a type twice',
      object('LimitRange', 'range', {
        spec: {
          limits: [
            { type: 'Pod', max: { cpu: '1' } },
            { type: 'Pod', max: { cpu: '2' } },
          ],
        },
      }),
    ),
    judged('Q2', 'a range without spec', object('LimitRange', 'range')),
    ...byRange,
  ],
};
