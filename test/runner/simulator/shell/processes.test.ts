import assert from 'node:assert/strict';
import { Processes } from '../../../../runner/simulator/shell/processes.ts';

describe('processes', () => {
  it('a signal reaches the one that it names', () => {
    const ended: number[] = [];
    const processes = new Processes((status) => ended.push(status));
    const [one, two] = [processes.start(), processes.start()];
    assert.notEqual(one.pid, two.pid);
    assert.equal(processes.kill(one.pid, 9), true);
    assert.deepEqual([one.status, one.killed.aborted], [137, true]);
    assert.deepEqual([two.status, two.killed.aborted], [undefined, false]);
    assert.equal(processes.kill(1, 15), true);
    assert.deepEqual(ended, [143]);
  });

  it('signal 0 only checks, and a process that has ended gets none', () => {
    const processes = new Processes(() => assert.fail('ended'));
    const own = processes.start();
    assert.equal(processes.kill(own.pid, 0), true);
    assert.equal(processes.kill(1, 0), true);
    assert.equal(own.status, undefined);
    own.end();
    assert.equal(processes.kill(own.pid, 9), false);
    assert.equal(processes.kill(4711, 9), false);
  });
});
