import assert from 'node:assert/strict';
import { claimName, readCluster, recordCluster } from '../../../runner/standing/standing-cluster.ts';
import { downLine, takeName } from '../../../runner/standing/take-name.ts';
import { testFolder } from '../../support/folder.ts';
import { memoryIo } from '../../support/memory-io.ts';
import { deadOwner, deafKubeconfig, fakeProvider, standing } from '../../support/standing.ts';

describe('take-name', () => {
  const folder = testFolder();
  const io = memoryIo(folder.path);
  const provider = fakeProvider({ stays: true });
  const take = (name: string) => takeName({ name, provider: 'fake', inProcess: true }, io, async () => provider);

  it('writes the file before anything starts', async () => {
    const taken = await take('fresh');
    assert.deepEqual(readCluster(folder.path, 'fresh'), taken);
    assert.deepEqual([taken.state, taken.pid], ['starting', io.pid]);
  });

  it('gives the name to one of two processes that ask at the same moment', async () => {
    const both = await Promise.allSettled([take('both'), take('both')]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  for (const [what, more, says] of [
    ['starts', { state: 'starting' }, /already exists: starting, its process \d+ is starting it/],
    ['does not answer', { inProcess: false }, /already exists: unreachable, .*ECONNREFUSED/],
  ] as const)
    it(`refuses the name of a cluster that ${what}, and says what to do`, async () => {
      const name = `taken-${more.state ?? 'silent'}`;
      const other = await standing({ name, ...more });
      claimName(folder.path, other);
      recordCluster(folder.path, other, deafKubeconfig);
      await assert.rejects(take(name), (fault: Error) => {
        assert.match(fault.message, /^cluster-exists/);
        assert.match(fault.message, says);
        return true;
      });
      assert.deepEqual(readCluster(folder.path, name), other);
    });

  it('refuses the name of a damaged file', async () => {
    folder.write('.plumbline/clusters/odd/cluster.json', '{');
    await assert.rejects(take('odd'), /cluster-exists.*cannot be read/);
  });

  it('first removes a dead cluster, including its containers', async () => {
    claimName(
      folder.path,
      await standing({ name: 'late', state: 'starting', inProcess: false, owner: await deadOwner() }),
    );
    const taken = await take('late');
    assert.deepEqual(provider.calls, ['remove']);
    assert.match(io.stderr, /Cluster late \(fake\) has ended. Removed: run-1-control-plane/);
    assert.deepEqual(readCluster(folder.path, 'late'), taken);
  });

  it('leaves the default name out of the command that ends the cluster', () => {
    assert.deepEqual([downLine('default'), downLine('web')], ['plumbline down', 'plumbline down web']);
  });
});
