import assert from 'node:assert/strict';
import { status } from '../../../runner/commands/status.ts';
import { claimName } from '../../../runner/standing/standing-cluster.ts';
import { testFolder } from '../../support/folder.ts';
import { memoryIo } from '../../support/memory-io.ts';
import { deadOwner, standing } from '../../support/standing.ts';

describe('status', () => {
  const folder = testFolder();

  const show = async (json = false) => {
    const io = memoryIo(folder.path);
    assert.equal(await status.run([], { json }, io), 0);
    return io.stdout;
  };

  it('says how to start a cluster if there is none, and prints an empty list as JSON', async () => {
    assert.equal(await show(), 'No cluster is running here. Start one: plumbline up\n');
    assert.deepEqual(JSON.parse(await show(true)), []);
  });

  it('shows a line for each cluster, and below it why one is not alive', async () => {
    const fingerprint = {
      provider: 'fake',
      kubernetesVersion: 'v1.34.4',
      proxyMode: 'iptables',
      isolation: '',
      nodes: 3,
    };
    const dead = await standing({ name: 'gone', fingerprint, owner: await deadOwner() });
    claimName(folder.path, dead);
    claimName(folder.path, await standing({ name: 'new', state: 'starting' }));
    folder.write('.plumbline/clusters/odd/cluster.json', '{');
    const lines = (await show()).trimEnd().split('\n');
    assert.deepEqual(
      lines.slice(0, 4).map((line) => line.split(/ +/).slice(0, 5)),
      [
        ['NAME', 'PROVIDER', 'VERSION', 'NODES', 'STATE'],
        ['gone', 'fake', 'v1.34.4', '3', 'dead'],
        ['new', 'fake', '?', '?', 'starting'],
        ['odd', '?', '?', '?', 'damaged'],
      ],
    );
    assert.equal(lines[4], `gone: its process ${dead.pid} has ended. Remove it: plumbline down gone`);
    assert.match(lines[5] ?? '', /^new: its process \d+ is starting it\.$/);
    assert.match(lines[6] ?? '', /^odd: .*cluster\.json cannot be read\. Remove it: plumbline down odd$/);
    assert.deepEqual(
      JSON.parse(await show(true)).map(({ name, state, nodes }: Record<string, unknown>) => [name, state, nodes]),
      [
        ['gone', 'dead', 3],
        ['new', 'starting', undefined],
        ['odd', 'damaged', undefined],
      ],
    );
  });
});
