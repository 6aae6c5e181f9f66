import assert from 'node:assert/strict';
import { labelsOfRun } from '../../../../../runner/cluster/kind/engine/labels.ts';
import { findDeadRuns, type Trace } from '../../../../../runner/cluster/kind/engine/sweep.ts';
import type { Owner } from '../../../../../runner/cluster/owner.ts';

const here: Owner = { scope: 'host', bootId: 'now', pid: '1', startTime: '1' };
const alive: Owner = { ...here, pid: '70', startTime: '500' };
const dead: Owner = { ...here, pid: '71', startTime: '500' };
const elsewhere: Owner = { ...dead, scope: 'other' };
const hour = 3_600_000;
const now = 100 * hour;

const trace = (run: string, owner: Owner, { keep = false, age = 0 } = {}): Trace => ({
  labels: labelsOfRun(run, owner, keep),
  createdAt: now - age,
});

const find = (...traces: Trace[]): Promise<string[]> =>
  findDeadRuns(traces, { here, now, startTimeOf: async (pid) => (pid === '70' ? '500' : '') });

describe('findDeadRuns', () => {
  it('finds a run whose process is gone, however young', async () => {
    assert.deepEqual(await find(trace('a', dead), trace('a', dead), trace('b', alive)), ['a']);
  });

  it('spares a run that lives, however old', async () => {
    assert.deepEqual(await find(trace('a', alive, { age: 90 * hour })), []);
  });

  it('spares what is kept', async () => {
    assert.deepEqual(await find(trace('a', dead, { keep: true, age: 90 * hour })), []);
  });

  it('spares a run as soon as one of its parts may live', async () => {
    assert.deepEqual(await find(trace('a', dead), trace('a', alive), trace('a', dead)), []);
  });

  it('waits for a day where it cannot tell', async () => {
    assert.deepEqual(await find(trace('a', elsewhere, { age: 23 * hour }), trace('b', elsewhere, { age: 25 * hour })), [
      'b',
    ]);
  });

  it('leaves alone what is not ours', async () => {
    assert.deepEqual(await find({ labels: { app: 'x' }, createdAt: 0 }, { labels: undefined, createdAt: 0 }), []);
  });
});
