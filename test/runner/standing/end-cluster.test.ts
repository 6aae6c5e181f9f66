import assert from 'node:assert/strict';
import { chooseProvider } from '../../../runner/cluster/index.ts';
import { manualClock } from '../../../runner/core/clock.ts';
import { DiagnosticError } from '../../../runner/core/diagnostic.ts';
import { endCluster } from '../../../runner/standing/end-cluster.ts';
import { claimName, readCluster, type StandingCluster } from '../../../runner/standing/standing-cluster.ts';
import { testFolder } from '../../support/folder.ts';
import { memoryIo } from '../../support/memory-io.ts';
import { deadOwner, fakeProvider, standing } from '../../support/standing.ts';

describe('end-cluster', () => {
  const folder = testFolder();
  const io = memoryIo(folder.path);

  const end = async (more: Partial<StandingCluster>, provider = fakeProvider({ stays: true })) => {
    claimName(folder.path, await standing({ name: 'one', ...more }));
    const ended = await endCluster('one', io, async () => provider);
    return { ...ended, calls: provider.calls, left: readCluster(folder.path, 'one') };
  };

  it('succeeds for a name without a cluster, and lists the clusters', async () => {
    claimName(folder.path, await standing({ name: 'other' }));
    assert.deepEqual(await endCluster('none', io), {
      how: 'absent',
      text: 'No cluster has the name none. There are: other.',
    });
  });

  it('removes the files of a dead embedded cluster, and sends no signal', async () => {
    const { how, calls, left } = await end({ owner: await deadOwner() });
    assert.deepEqual([how, calls, left, io.killed], ['was-dead', [], undefined, []]);
  });

  it('removes containers by their run, and sends no signal', async () => {
    const { how, text, left } = await end({ inProcess: false });
    assert.deepEqual([how, left, io.killed], ['ended', undefined, []]);
    assert.match(text, /Removed: run-1-control-plane/);
  });

  it('reports containers that are already gone as dead', async () => {
    const provider = { ...fakeProvider({ stays: true }), remove: async () => [] };
    assert.equal((await end({ inProcess: false }, provider)).how, 'was-dead');
  });

  for (const [what, fault, says] of [
    ['a fault', new Error('no such engine'), /cleanup-failed: Cluster one could not be removed: no such engine/],
    [
      'a diagnostic',
      new DiagnosticError({ code: 'docker-unavailable', message: 'no engine' }),
      /docker-unavailable: no engine/,
    ],
  ] as const)
    it(`reports a failed removal as ${what} and keeps the file`, async () => {
      const provider = { ...fakeProvider({ stays: true }), remove: () => Promise.reject(fault) };
      await assert.rejects(end({ inProcess: false }, provider), says);
      assert.equal(typeof readCluster(folder.path, 'one'), 'object');
      await endCluster('one', io, async () => fakeProvider({ stays: true }));
    });

  it('reports an unknown provider', async () => {
    claimName(folder.path, await standing({ name: 'odd', provider: 'nobody', inProcess: false }));
    await assert.rejects(endCluster('odd', io, chooseProvider), /provider-unknown/);
  });

  it('never signals a process of another machine, which sees that its name is gone', async () => {
    const { owner } = await standing();
    const { how, text, left } = await end({ owner: { ...owner, scope: 'elsewhere' } });
    assert.deepEqual([how, left, io.killed], ['ended', undefined, []]);
    assert.match(text, /Its process \d+ on another machine or in another container ends by itself/);
  });

  it('sends SIGKILL to a process that ignores SIGTERM, and reports a process that still does not end', async () => {
    const clock = manualClock();
    const deaf = memoryIo(folder.path, { clock });
    const cluster = await standing({ name: 'deaf' });
    claimName(folder.path, cluster);
    const ending = endCluster('deaf', deaf).then(
      () => 'ended',
      (fault: Error) => fault.message,
    );
    let told: string | undefined;
    void ending.then((text) => {
      told = text;
    });
    while (told === undefined) await clock.advance(1_000);
    assert.match(told, /cleanup-failed: The process \d+ of cluster deaf does not end/);
    assert.deepEqual(
      deaf.killed.map(({ signal }) => signal),
      ['SIGTERM', 'SIGKILL'],
    );
    assert.deepEqual(readCluster(folder.path, 'deaf'), cluster);
  });

  it('removes a damaged file, and says how to look for leftovers', async () => {
    folder.write('.plumbline/clusters/damaged/cluster.json', '{');
    const { how, text } = await endCluster('damaged', io);
    assert.deepEqual([how, readCluster(folder.path, 'damaged')], ['damaged', undefined]);
    assert.match(text, /docker ps --filter label=dev.plumbline.run/);
  });
});
