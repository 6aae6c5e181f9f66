import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { wire } from '../../../runner/simulator/wiring.ts';

const podsOf = async (seed: number) => {
  const clock = manualClock(1_790_000_000_000);
  const { clusterState, stop } = wire({ clock, seed, workers: 1, prefix: 'own' });
  await clock.advance(5_000);
  const pods = clusterState.list('Pod').map(({ metadata }) => metadata.name);
  stop();
  return pods;
};

describe('the rooms of a cluster', () => {
  it('work together: a fresh cluster has its nodes, and its name server runs', async () => {
    const clock = manualClock(1_790_000_000_000);
    const { clusterState, context, nodes, network, stop } = wire({ clock, workers: 1, prefix: 'own' });
    await clock.advance(5_000);
    assert.deepEqual(
      nodes.map(({ name }) => name),
      ['own-control-plane', 'own-worker'],
    );
    const dns = context.store.get('Service', 'kube-system', 'kube-dns')?.spec.clusterIP ?? '';
    const from = { place: 'node', node: 'own-worker', ip: nodes[1]?.internalIP ?? '' } as const;
    assert.equal(network.connect(from, dns, 53, 'UDP').result, 'connected');
    assert.equal(clusterState.containers.size, 2);
    stop();
  });

  it('draw from one seed', async () => {
    assert.deepEqual(await podsOf(1), await podsOf(1));
    assert.notDeepEqual(await podsOf(1), await podsOf(2));
  });
});
