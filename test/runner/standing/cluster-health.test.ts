import assert from 'node:assert/strict';
import { systemClock } from '../../../runner/core/clock.ts';
import { askServer, checkHealth, findProcess } from '../../../runner/standing/cluster-health.ts';
import { claimName, recordCluster } from '../../../runner/standing/standing-cluster.ts';
import { testFolder } from '../../support/folder.ts';
import { memoryIo } from '../../support/memory-io.ts';
import { deadOwner, deafKubeconfig, standing } from '../../support/standing.ts';

describe('cluster-health', () => {
  const folder = testFolder();
  const io = memoryIo(folder.path);
  const answers = async () => ({ version: 'v1.34.4', nodes: 2 });
  const isSilent = async () => Promise.reject(new Error('connect ECONNREFUSED'));

  it('shows a cluster that answers as alive, with the version from the server', async () => {
    assert.deepEqual(await checkHealth(await standing(), io, answers), {
      state: 'alive',
      version: 'v1.34.4',
      nodes: 2,
    });
  });

  it('does not mistake a process with the same id and another start time for the cluster', async () => {
    const cluster = await standing({ owner: await deadOwner() });
    assert.deepEqual(await checkHealth(cluster, io, answers), {
      state: 'dead',
      why: `its process ${cluster.pid} has ended`,
    });
  });

  it('shows a cluster that does not answer as unreachable', async () => {
    assert.deepEqual(await checkHealth(await standing(), io, isSilent), {
      state: 'unreachable',
      why: 'connect ECONNREFUSED',
    });
  });

  it('needs no process for containers that are ready', async () => {
    const cluster = await standing({ inProcess: false, owner: await deadOwner() });
    assert.equal((await checkHealth(cluster, io, answers)).state, 'alive');
    assert.equal((await checkHealth({ ...cluster, state: 'starting' }, io, answers)).state, 'dead');
  });

  it('does not ask a cluster that is starting', async () => {
    assert.equal((await checkHealth(await standing({ state: 'starting' }), io, isSilent)).state, 'starting');
  });

  it('does not know a process of another machine; an id that no process has here is dead', async () => {
    const { owner } = await standing();
    const anywhere = { ...owner, bootId: '' };
    const there = memoryIo(folder.path, { isThere: () => true });
    assert.equal(await findProcess({ pid: 7, owner: { ...anywhere, scope: 'elsewhere' } }, io), 'unknown');
    assert.equal(await findProcess({ pid: 7, owner: anywhere }, there), 'unknown');
    assert.equal(await findProcess({ pid: 7, owner: anywhere }, io), 'dead');
    assert.deepEqual(there.killed, []);
  });

  it('asks the server in the kubeconfig', async () => {
    await assert.rejects(askServer(deafKubeconfig, systemClock), /\/version: .*ECONNREFUSED/);
    await assert.rejects(askServer('', systemClock), /the kubeconfig cannot be read/);
    const cluster = await standing({ name: 'asked' });
    claimName(folder.path, cluster);
    recordCluster(folder.path, cluster, deafKubeconfig);
    assert.match((await checkHealth(cluster, io)).why ?? '', /ECONNREFUSED/);
  });
});
