import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkName,
  claimName,
  filesOf,
  isStanding,
  listClusters,
  readCluster,
  readKubeconfigText,
  recordCluster,
  releaseName,
} from '../../../runner/standing/standing-cluster.ts';
import { testFolder } from '../../support/folder.ts';
import { standing } from '../../support/standing.ts';

describe('standing-cluster', () => {
  const folder = testFolder();
  const cwd = folder.path;

  for (const name of ['default', 'a', 'web-2', '0', 'x'.repeat(63)])
    it(`${name.slice(0, 10)} is a valid name`, () => assert.equal(checkName(name), name));
  for (const name of ['', '.', '..', '../up', 'a/b', 'A', '-a', 'a-', 'a_b', 'a\n', 'x'.repeat(64), '--all'])
    it(`${JSON.stringify(name.slice(0, 10))} is not a valid name`, () =>
      assert.throws(() => checkName(name), /option-invalid.*is not a valid name of a cluster/));

  it('gives a name only to one process, and releases it only for its owner', async () => {
    const [first, second] = [await standing({ name: 'one' }), await standing({ name: 'one', runId: 'run-2' })];
    assert.deepEqual([claimName(cwd, first), claimName(cwd, second)], [true, false]);
    assert.deepEqual(readCluster(cwd, 'one'), first);
    releaseName(cwd, second);
    assert.deepEqual([isStanding(cwd, first), isStanding(cwd, second)], [true, false]);
    releaseName(cwd, first);
    releaseName(cwd, first);
    assert.equal(readCluster(cwd, 'one'), undefined);
    assert.equal(existsSync(filesOf(cwd, 'one').folder), false);
  });

  it('keeps the kubeconfig readable only for its owner, and out of repositories', async () => {
    const cluster = await standing({ name: 'secret' });
    claimName(cwd, cluster);
    recordCluster(cwd, cluster, 'token: x\n');
    const { kubeconfig, folder: own } = filesOf(cwd, 'secret');
    assert.equal(statSync(kubeconfig).mode & 0o777, 0o600);
    assert.equal(readKubeconfigText(cwd, 'secret'), 'token: x\n');
    assert.deepEqual(readdirSync(own).sort(), ['cluster.json', 'kubeconfig']);
    assert.equal(readFileSync(join(own, '..', '.gitignore'), 'utf8'), '*\n');
    releaseName(cwd, cluster);
  });

  for (const [what, text] of [
    ['no JSON', '{'],
    ['nothing', ''],
    ['another version', '{"version":2}'],
    [
      'no owner',
      JSON.stringify({ version: 1, name: 'd', runId: 'r', provider: 'p', since: '', state: 'ready', pid: 1 }),
    ],
  ] as const)
    it(`a file with ${what} is damaged, and still holds the name`, async () => {
      folder.write('.plumbline/clusters/damaged/cluster.json', text);
      assert.equal(readCluster(cwd, 'damaged'), 'damaged');
      assert.equal(claimName(cwd, await standing({ name: 'damaged' })), false);
      releaseName(cwd, { name: 'damaged', runId: '' });
      assert.equal(readCluster(cwd, 'damaged'), undefined);
    });

  it('lists clusters with a file, and no other folders', async () => {
    for (const name of ['zulu', 'alpha']) claimName(cwd, await standing({ name }));
    folder.write('.plumbline/clusters/Not A Name/cluster.json', '{}');
    folder.write('.plumbline/clusters/only-a-log/log', '');
    assert.deepEqual(listClusters(cwd), ['alpha', 'zulu']);
    assert.deepEqual(listClusters(join(cwd, 'nowhere')), []);
  });

  it('names the file that cannot be written', async () => {
    folder.write('blocked/.plumbline', 'a file where a folder should be');
    const cluster = await standing();
    assert.throws(() => claimName(join(cwd, 'blocked'), cluster), /cluster-boot-failed.*cannot be written/);
  });
});
