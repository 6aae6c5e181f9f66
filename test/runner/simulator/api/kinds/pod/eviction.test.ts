import assert from 'node:assert/strict';
import { evict } from '../../../../../../runner/simulator/api/kinds/pod/eviction.ts';
import { makeApi, podOf } from '../../../cluster.ts';

describe('eviction', () => {
  it('deletes the pod as it is asked to', () => {
    const { create, store, clock, tokens } = makeApi();
    create('Pod', podOf('p'));
    const pod = store.get('Pod', 'default', 'p');
    assert.ok(pod);
    const removed: object[] = [];
    const call = { store, clock, tokens, dryRun: false, remove: (options: object) => void removed.push(options) };
    evict(pod, { ...call, body: { deleteOptions: { gracePeriodSeconds: 5 } } });
    assert.deepEqual(evict(pod, { ...call, body: {} })['status'], 'Success');
    assert.deepEqual(removed, [{ gracePeriodSeconds: 5 }, {}]);
  });
});
