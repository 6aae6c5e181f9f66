import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { seededRandom } from '../../../runner/core/random.ts';
import { Store } from '../../../runner/simulator/api/store.ts';
import { StoreState } from '../../../runner/simulator/store-state.ts';

const node = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, uid: name, resourceVersion: '' },
});

const start = () => {
  const store = new Store();
  const options = { store, clock: manualClock(), random: seededRandom(1), proxyMode: 'nftables' } as const;
  return { store, state: new StoreState(options) };
};

describe('the state of a cluster', () => {
  it('is what the store holds now', () => {
    const { store, state } = start();
    const { revision } = state;
    store.put(node('a'));
    assert.deepEqual(
      state.list('Node').map(({ metadata }) => metadata.name),
      ['a'],
    );
    assert.equal(state.get('Node', undefined, 'a')?.metadata.uid, 'a');
    assert.equal(state.get('Node', undefined, 'b'), undefined);
    assert.ok(state.revision > revision);
    assert.equal(state.proxyMode, 'nftables');
  });

  it('tells of each object of a kind, those that are there already first', () => {
    const { store, state } = start();
    store.put(node('a'));
    const told: (string | undefined)[][] = [];
    state.follow('Node', (now, before) => told.push([now?.metadata.name, before?.metadata.name]));
    store.put(node('b'));
    store.put({ ...node('c'), kind: 'Pod' });
    store.put(node('b'));
    store.remove('Node', undefined, 'a');
    assert.deepEqual(told, [
      ['a', undefined],
      ['b', undefined],
      ['b', 'b'],
      [undefined, 'a'],
    ]);
  });

  it('is another one with a machine more beside the cluster', () => {
    const { state } = start();
    const { revision } = state;
    state.addExternalHost({ name: 'legacy', ip: '172.18.0.50', listeners: [] });
    assert.equal(state.externalHosts.get('172.18.0.50')?.name, 'legacy');
    assert.ok(state.revision > revision);
  });
});
