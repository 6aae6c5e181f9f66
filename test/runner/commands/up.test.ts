import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '../../../runner/cluster/client.ts';
import { readKubeconfig } from '../../../runner/cluster/kubeconfig-file.ts';
import { systemClock } from '../../../runner/core/clock.ts';
import { askServer } from '../../../runner/standing/cluster-health.ts';
import { readCluster, type StandingCluster } from '../../../runner/standing/standing-cluster.ts';
import { plumbline, startPlumbline } from '../../support/child.ts';
import { testFolder } from '../../support/folder.ts';
import { root } from '../../support/imports.ts';

describe('up, status, down', function () {
  // Processes of their own, on a machine that may be busy.
  this.timeout(60_000);
  // Must run before the folder is removed.
  after(() => run('down', '--all'));
  const folder = testFolder();
  const cwd = folder.path;
  const run = (...words: string[]) => plumbline(words, { cwd });

  const kubeconfigOf = (stdout: string): string =>
    readFileSync(/^export KUBECONFIG=(\S+)\n$/.exec(stdout)?.[1] ?? '', 'utf8');
  const cluster = (name: string): StandingCluster => {
    const found = readCluster(cwd, name);
    assert.ok(typeof found === 'object', `${name}: ${found}`);
    return found;
  };
  const states = async (): Promise<unknown> =>
    JSON.parse((await run('status', '--json')).stdout).map((row: Record<string, unknown>) => [
      row['name'],
      row['state'],
    ]);
  const isDeaf = (kubeconfig: string) => assert.rejects(askServer(kubeconfig, systemClock), /ECONNREFUSED/);

  it('in the foreground: it answers, stores objects, and Ctrl-C ends it with 0', async () => {
    const child = startPlumbline(['up', '--name', 'front', '--workers', '1'], { cwd });
    await child.until(/KUBECONFIG=.*\n/);
    const text = readFileSync(join(cwd, '.plumbline/clusters/front/kubeconfig'), 'utf8');
    const { connection } = readKubeconfig(text);
    assert.ok(connection);
    const client = createClient(connection, { clock: systemClock });
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kept', namespace: 'default' } };
    await client.create(object);
    assert.ok(await client.get({ ...object, ...object.metadata }));
    assert.deepEqual((await client.list({ apiVersion: 'v1', kind: 'Node' })).items.length, 2);
    await client.close();
    child.process.kill('SIGINT');
    const { code, stderr } = await child.ended;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /start +\S+\nCluster front: embedded v\S+ \(simulated, iptables, 2 nodes\), ready in/);
    assert.equal(readCluster(cwd, 'front'), undefined);
    await isDeaf(text);
  });

  it('in the background: runs two names at once, prints the line of the first for the same name, shows all, and ends each', async () => {
    const [one, two] = await Promise.all([run('up', '--detach'), run('up', '--detach', '--name', 'two')]);
    assert.deepEqual([one.code, two.code], [0, 0], one.stderr + two.stderr);
    const texts = [one, two].map(({ stdout }) => kubeconfigOf(stdout));
    for (const text of texts) assert.equal((await askServer(text, systemClock)).nodes, 1);

    for (const words of [['up', '--detach'], ['up'], ['up', '--workers', '0']]) {
      const again = await run(...words);
      assert.deepEqual([again.code, again.stdout], [0, one.stdout], again.stderr);
      assert.match(
        again.stderr,
        /^Cluster default is already running: embedded v\S+ \(simulated, iptables, 1 node\), since 20/,
      );
    }
    const other = await run('up', '--detach', '--workers', '2');
    assert.deepEqual([other.code, other.stdout], [2, one.stdout]);
    assert.match(
      other.stderr,
      /A cluster default already exists: embedded, since 20.* But its number of nodes is 1, not 3\./,
    );
    assert.match(other.stderr, /plumbline down\. Or start another one beside it: plumbline up --name NAME/);
    assert.deepEqual(await states(), [
      ['default', 'alive'],
      ['two', 'alive'],
    ]);

    const ended = await run('down');
    assert.deepEqual([ended.code, ended.stdout], [0, 'Cluster default (embedded) has ended.\n']);
    await isDeaf(texts[0] ?? '');
    assert.equal((await askServer(texts[1] ?? '', systemClock)).nodes, 1);
    const all = await run('down', '--all');
    assert.deepEqual([all.code, all.stdout], [0, 'Cluster two (embedded) has ended.\n']);
    const nothing = await run('down', '--all');
    assert.deepEqual([nothing.code, nothing.stdout], [0, 'No cluster is running here.\n']);
  });

  it('gives a shell that evaluates it twice the same cluster, and a new one after `down`', async () => {
    const bin = `'${process.execPath}' '${join(root, 'runner/bin.js')}'`;
    const script = `
      unset KUBECONFIG
      eval "$(${bin} up --detach --name shell)"; echo "$KUBECONFIG"; cat "$KUBECONFIG"; echo end
      unset KUBECONFIG
      eval "$(${bin} up --detach --name shell)"; echo "$KUBECONFIG"; cat "$KUBECONFIG"; echo end
      unset KUBECONFIG
      eval "$(${bin} up --name shell)"; echo "$KUBECONFIG"; cat "$KUBECONFIG"; echo end
      ${bin} down shell >&2
      unset KUBECONFIG
      eval "$(${bin} up --detach --name shell)"; echo "$KUBECONFIG"; cat "$KUBECONFIG"; echo end
      ${bin} down shell >&2`;
    const { stdout, stderr, status } = spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const [first, second, third, fresh] = stdout.split('end\n');
    assert.ok(first?.startsWith(`${join(cwd, '.plumbline/clusters/shell/kubeconfig')}\napiVersion: v1\n`), stdout);
    assert.deepEqual([second, third], [first, first]);
    assert.equal(fresh?.split('\n')[0], first?.split('\n')[0]);
    assert.notEqual(fresh, first);
    assert.equal(stderr.match(/is already running/g)?.length, 2, stderr);
  });

  it('shows a killed cluster as dead, and removes it before the next one starts', async () => {
    assert.equal((await run('up', '--detach', '--name', 'victim')).code, 0);
    process.kill(cluster('victim').pid, 'SIGKILL');
    await systemClock.sleep(50);
    assert.deepEqual(await states(), [['victim', 'dead']]);
    const next = await run('up', '--detach', '--name', 'victim');
    assert.equal(next.code, 0);
    assert.match(next.stderr, /Cluster victim \(embedded\) was already dead\. Its files are removed\./);
    process.kill(cluster('victim').pid, 'SIGKILL');
    await systemClock.sleep(50);
    const { code, stdout } = await run('down', 'victim');
    assert.deepEqual([code, stdout], [0, 'Cluster victim (embedded) was already dead. Its files are removed.\n']);
    assert.equal(readCluster(cwd, 'victim'), undefined);
  });

  it('uses the project file for settings without an option, and reports its faults', async () => {
    folder.write('configured/plumbline.yaml', 'workers: 2\nproxyMode: nftables\n');
    const configured = join(cwd, 'configured');
    const { code, stderr } = await plumbline(['up', '--detach'], { cwd: configured });
    await plumbline(['down'], { cwd: configured });
    assert.equal(code, 0);
    assert.match(stderr, /\(simulated, nftables, 3 nodes\)/);
    folder.write('faulty/plumbline.yaml', 'worker: 2\n');
    const faulty = await plumbline(['up'], { cwd: join(cwd, 'faulty') });
    assert.equal(faulty.code, 2);
    assert.match(faulty.stderr, /plumbline\.yaml:1:1 +schema-unknown-key/);
  });

  for (const [words, says] of [
    [['up', '--name', '../x'], /"..\/x" is not a valid name of a cluster/],
    [['up', '--cluster', 'embeded', '--detach'], /Did you mean embedded\?/],
    [['down', '--all', 'two'], /--all cannot be combined with a NAME/],
    [['down', '..'], /is not a valid name of a cluster/],
  ] as const)
    it(`${words.join(' ')} is wrong usage`, async () => {
      const { code, stderr } = await run(...words);
      assert.equal(code, 2);
      assert.match(stderr, says);
    });
});
