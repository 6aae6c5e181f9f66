import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import type { Endpoint } from '../../../../runner/simulator/network/endpoints.ts';
import { categorize } from '../../../../runner/simulator/network/topology.ts';
import { endpoint } from '../support/cluster-state.ts';
import { hits, kubia, vip } from '../support/kubia.ts';

describe('which endpoints a node uses', () => {
  it('B52 hints keep traffic in the node or zone, and are ignored when one endpoint lacks them', () => {
    const { network, from, put } = kubia();
    const hinted = (ip: string, node: string): JsonObject =>
      endpoint(ip, node, { hints: { forNodes: [{ name: node }], forZones: [{ name: 'z' }] } });
    put({}, [hinted('10.244.1.4', 'worker-1'), hinted('10.244.2.4', 'worker-2')]);
    assert.deepEqual(
      hits(() => network.connect(from('client'), vip, 80, 'TCP')),
      ['kubia-a'],
    );
    assert.deepEqual(
      hits(() => network.connect(from('far'), vip, 80, 'TCP')),
      ['kubia-a', 'kubia-c'],
    );
    put({}, [hinted('10.244.1.4', 'worker-1'), endpoint('10.244.2.4', 'worker-2')]);
    assert.deepEqual(
      hits(() => network.connect(from('client'), vip, 80, 'TCP')),
      ['kubia-a', 'kubia-c'],
    );
  });

  const at = (ip: string, more: Partial<Endpoint> = {}): Endpoint => ({
    ip,
    port: 80,
    ready: true,
    serving: true,
    terminating: false,
    node: 'here',
    zoneHints: [],
    nodeHints: [],
    ...more,
  });
  const leaving = { ready: false, terminating: true };

  for (const [title, endpoints, cluster, local, any] of [
    ['none', [], [], [], false],
    ['ready ones', [at('a'), at('b', { node: 'there' })], ['a', 'b'], ['a'], true],
    ['leaving ones only when none is ready', [at('a', { node: 'there' }), at('b', leaving)], ['a'], ['b'], true],
    ['all leaving', [at('a', leaving), at('b', { ...leaving, node: 'there' })], ['a', 'b'], ['a'], true],
    ['leaving and no longer serving', [at('a', { ...leaving, serving: false })], [], [], false],
    ['not ready', [at('a', { ready: false, serving: false })], [], [], false],
    ['zone hints', [at('a', { zoneHints: ['z'] }), at('b', { zoneHints: ['y'] })], ['a'], ['a', 'b'], true],
    [
      'zone hints, none for this zone',
      [at('a', { zoneHints: ['x'] }), at('b', { zoneHints: ['y'] })],
      ['a', 'b'],
      ['a', 'b'],
      true,
    ],
    [
      'node hints before zone hints',
      [at('a', { zoneHints: ['z'], nodeHints: ['there'] }), at('b', { zoneHints: ['y'], nodeHints: ['here'] })],
      ['b'],
      ['a', 'b'],
      true,
    ],
  ] as const)
    it(`B12 ${title}`, () => {
      const found = categorize(endpoints, 'here', 'z');
      assert.deepEqual(
        [found.cluster.map(({ ip }) => ip), found.local.map(({ ip }) => ip), found.any],
        [cluster, local, any],
      );
    });
});
