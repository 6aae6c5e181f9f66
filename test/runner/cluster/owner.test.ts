import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, type Owner, readOwner, readStartTime, readStat } from '../../../runner/cluster/owner.ts';

/** A line as the kernel writes it; the name may contain spaces and parentheses. */
const statLine = (pid: number, name: string, startTime: number): string =>
  `${pid} (${name}) S 1 1 1 0 -1 4194304 100 0 0 0 5 3 0 0 20 0 11 0 ${startTime} 1000000 2000 18446744073709551615`;

describe('readStat', () => {
  for (const name of ['node', 'a b', 'x) S 1 (y', ''])
    it(`reads past the name ${JSON.stringify(name)}`, () => {
      assert.deepEqual(readStat(statLine(4711, name, 987_654)), { pid: '4711', startTime: '987654' });
    });
});

describe('a process that has ended', () => {
  for (const state of ['Z', 'X', 'x'])
    it(`has no start time in state ${state}, although its line still exists`, () => {
      const line = statLine(4711, 'node', 987_654).replace(') S ', `) ${state} `);
      assert.equal(readStat(line).startTime, '');
    });
});

describe('readOwner', () => {
  let proc: string;
  before(async () => {
    proc = await mkdtemp(join(tmpdir(), 'proc-'));
    await mkdir(join(proc, 'self', 'ns'), { recursive: true });
    await mkdir(join(proc, 'sys', 'kernel', 'random'), { recursive: true });
    await writeFile(join(proc, 'self', 'stat'), `${statLine(12, 'node', 34)}\n`);
    await writeFile(join(proc, 'sys', 'kernel', 'random', 'boot_id'), 'boot-1\n');
    await symlink('pid:[4026531836]', join(proc, 'self', 'ns', 'pid'));
  });
  after(() => rm(proc, { recursive: true }));

  it('reads pid, start time, boot and namespace', async () => {
    const owner = await readOwner(proc);
    assert.equal(owner.pid, '12');
    assert.equal(owner.startTime, '34');
    assert.equal(owner.bootId, 'boot-1');
    assert.match(owner.scope, /pid:\[4026531836\]$/);
  });

  it('leaves fields empty on a system without /proc', async () => {
    const { pid, startTime, bootId } = await readOwner(join(proc, 'nowhere'));
    assert.deepEqual([pid, startTime, bootId], ['', '', '']);
  });

  it('has no start time for a process that does not exist, nor for a text that is not a number', async () => {
    assert.equal(await readStartTime('99999', proc), '');
    assert.equal(await readStartTime('../self', proc), '');
  });
});

describe('isAlive', () => {
  const here: Owner = { scope: 'host ns', bootId: 'boot-2', pid: '1', startTime: '1' };
  const owner: Owner = { scope: 'host ns', bootId: 'boot-2', pid: '70', startTime: '500' };
  const startTimes = async (pid: string): Promise<string> => (pid === '70' ? '500' : '');
  const cases: [string, Partial<Owner>, Partial<Owner>, string][] = [
    ['the same process', {}, {}, 'alive'],
    ['a process that is gone', { pid: '71' }, {}, 'dead'],
    ['an id that another process has now', { startTime: '499' }, {}, 'dead'],
    ['a process from before a reboot', { bootId: 'boot-1' }, {}, 'dead'],
    ['a process of another machine', { scope: 'other ns', bootId: 'boot-1' }, {}, 'unknown'],
    ['a process of another PID namespace', { scope: 'host ns2' }, {}, 'unknown'],
    ['labels without an id', { pid: '' }, {}, 'unknown'],
    ['a machine without /proc', {}, { bootId: '' }, 'unknown'],
  ];
  for (const [title, labels, machine, state] of cases)
    it(`${title}: ${state}`, async () => {
      assert.equal(await isAlive({ ...owner, ...labels }, { ...here, ...machine }, startTimes), state);
    });
});
