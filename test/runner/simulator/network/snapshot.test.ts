import assert from 'node:assert/strict';
import { snapshots } from '../../../../runner/simulator/network/snapshot.ts';
import { testWorld } from '../support/world.ts';

describe('a snapshot of the objects', () => {
  it('stands until any object changes', () => {
    const world = testWorld();
    const snapshot = snapshots(world);
    const before = snapshot();
    assert.equal(snapshot(), before);
    world.pod('new', { ip: '10.244.1.50' });
    assert.notEqual(snapshot(), before);
    assert.equal(snapshot().hosts.at('10.244.1.50')?.name, 'new');
    assert.equal(before.hosts.at('10.244.1.50'), undefined);
  });
});
