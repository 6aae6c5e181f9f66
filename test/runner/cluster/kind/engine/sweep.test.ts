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

  it('spares a live run, however old', async () => {
    assert.deepEqual(await find(trace('a', alive, { age: 90 * hour })), []);
  });

  it('spares a kept cluster', async () => {
    assert.deepEqual(await find(trace('a', dead, { keep: true, age: 90 * hour })), []);
  });

  it('spares a run if one of its objects may have a live owner', async () => {
    assert.deepEqual(await find(trace('a', dead), trace('a', alive), trace('a', dead)), []);
  });

  it('waits for a day if the owner is unknown', async () => {
    assert.deepEqual(await find(trace('a', elsewhere, { age: 23 * hour }), trace('b', elsewhere, { age: 25 * hour })), [
      'b',
    ]);
  });

  it("ignores objects that are not Plumbline's", async () => {
    assert.deepEqual(await find({ labels: { app: 'x' }, createdAt: 0 }, { labels: undefined, createdAt: 0 }), []);
  });
});
