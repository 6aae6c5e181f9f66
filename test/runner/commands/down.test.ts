import assert from 'node:assert/strict';
import { down } from '../../../runner/commands/down.ts';
import { claimName, listClusters } from '../../../runner/standing/standing-cluster.ts';
import { testFolder } from '../../support/folder.ts';
import { memoryIo } from '../../support/memory-io.ts';
import { deadOwner, standing } from '../../support/standing.ts';

describe('down', () => {
  const folder = testFolder();
  const end = async (words: string[], all = false) => {
    const io = memoryIo(folder.path);
    return { code: await down.run(words, { all }, io), stdout: io.stdout };
  };

  it('ends the cluster default without a name, and succeeds if there is none', async () => {
    assert.deepEqual(await end([]), { code: 0, stdout: 'No cluster has the name default.\n' });
    assert.deepEqual(await end([], true), { code: 0, stdout: 'No cluster is running here.\n' });
  });

  it('reports a cluster that it cannot end, and still ends the others', async () => {
    const owner = await deadOwner();
    claimName(folder.path, await standing({ name: 'a', owner, inProcess: false, provider: 'nobody' }));
    claimName(folder.path, await standing({ name: 'b', owner }));
    const io = memoryIo(folder.path);
    await assert.rejects(down.run([], { all: true }, io), /provider-unknown/);
    assert.equal(io.stdout, 'Cluster b (fake) was already dead. Its files are removed.\n');
    assert.deepEqual(listClusters(folder.path), ['a']);
  });
});
