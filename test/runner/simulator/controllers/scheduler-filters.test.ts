import assert from 'node:assert/strict';
import { Store } from '../../../../runner/simulator/api/store.ts';
import { refusalOf, unschedulableText } from '../../../../runner/simulator/controllers/scheduler-filters.ts';
import type { Node } from '../../../../runner/simulator/objects/nodes.ts';
import type { Pod } from '../../../../runner/simulator/objects/pods.ts';

const node = (more: Partial<Node['spec']> = {}, labels: Record<string, string> = {}, pods = 110): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n', uid: 'n', resourceVersion: '1', labels },
  spec: more as Node['spec'],
  status: { allocatable: { pods } },
});

const pod = (spec: object): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default', uid: 'p', resourceVersion: '1' },
  spec: { containers: [], ...spec },
  status: { phase: 'Pending' },
});

const cluster = { store: new Store(), podsOn: () => 3 };
const affinityTo = (expression: object) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] },
    },
  },
});
const taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

describe('the filters of the scheduler', () => {
  for (const [title, given, on, refusal] of [
    ['nothing is asked', {}, node(), undefined],
    ['a selector that fits', { nodeSelector: { disk: 'ssd' } }, node({}, { disk: 'ssd' }), undefined],
    ['another label', { nodeSelector: { disk: 'ssd' } }, node(), "didn't match Pod's node affinity/selector"],
    [
      'more cores than wanted',
      affinityTo({ key: 'c', operator: 'Gt', values: ['4'] }),
      node({}, { c: '8' }),
      undefined,
    ],
    [
      'fewer cores than wanted',
      affinityTo({ key: 'c', operator: 'Gt', values: ['4'] }),
      node({}, { c: '2' }),
      "didn't match Pod's node affinity/selector",
    ],
    ['a taint', {}, node({ taints: [taint] }), 'had untolerated taint'],
    ['a taint that is tolerated', { tolerations: [{ operator: 'Exists' }] }, node({ taints: [taint] }), undefined],
    ['a cordoned node', {}, node({ unschedulable: true }), 'were unschedulable'],
    ['a full node', {}, node({}, {}, 3), 'too many pods'],
  ] as const)
    it(`${title}: ${refusal ?? 'fits'}`, () => assert.equal(refusalOf(cluster, pod(given), on), refusal));

  it('are told for all nodes together, in the words of the scheduler', () =>
    assert.equal(
      unschedulableText(cluster, pod({}), [node({ taints: [taint] }), node({}, {}, 3), node({}, {}, 3)]),
      '0/3 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}, 2 Too many pods. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    ));
});
