import assert from 'node:assert/strict';
import { reporters } from '../../reporters/index.ts';
import { main } from '../../runner/cli.ts';
import { providers } from '../../runner/cluster/index.ts';
import { commands } from '../../runner/commands/index.ts';
import { plumbline } from '../support/child.ts';
import { testFolder } from '../support/folder.ts';
import { assertGolden } from '../support/golden.ts';
import { memoryIo } from '../support/memory-io.ts';
import { goodScenario } from '../support/scenario-texts.ts';

describe('cli', () => {
  const folder = testFolder();
  folder.write('scenarios/a.yaml', goodScenario);

  const run = async (...argv: string[]) => {
    const io = memoryIo(folder.path);
    return { code: await main(argv, io), stdout: io.stdout, stderr: io.stderr };
  };

  it('shows the help, and exits with 2 without a command', async () => {
    const [asked, unasked] = [await run('--help'), await run()];
    assert.deepEqual([asked.code, unasked.code], [0, 2]);
    assert.equal(asked.stdout, unasked.stdout);
    assertGolden('help.txt', asked.stdout);
  });

  for (const { name } of commands)
    it(`${name} --help`, async () => assertGolden(`help-${name}.txt`, (await run(name, '--help')).stdout));

  it('lists every provider and reporter in the help', async () => {
    const { stdout } = await run('run', '--help');
    for (const { name, summary } of [...providers, ...reporters])
      assert.ok(
        stdout.split('\n').some((line) => line.trim().startsWith(name) && line.endsWith(summary)),
        name,
      );
  });

  it('prints its version', async () => assert.equal((await run('--version')).stdout, '0.0.0\n'));

  for (const [argv, says] of [
    [['runn'], /unknown command 'runn'[\s\S]*Did you mean run\?/],
    [['run', '--repoter', 'x'], /unknown option '--repoter'[\s\S]*--reporter/],
    [['run', '--workers', 'two'], /--workers two: must be a whole number/],
    [['run', '--workers'], /argument missing/],
    [['run', '--proxy-mode', 'ipvs'], /iptables.*nftables/],
    [['run', '--cluster', 'knid'], /Did you mean kind\?/],
    [['run', '--reporter', 'junti'], /Did you mean junit\?/],
    [['check', 'nowhere'], /no file or folder nowhere/],
    [['schema', 'extra'], /too many arguments/],
  ] as const) {
    it(`plumbline ${argv.join(' ')} exits with 2 and says what is allowed`, async () => {
      const { code, stderr } = await run(...argv);
      assert.equal(code, 2, stderr);
      assert.match(stderr, says);
    });
  }

  it('is the same in a process of its own, with pipes and without colour', async () => {
    const good = await plumbline(['check'], { cwd: folder.path });
    assert.deepEqual([good.code, good.stdout, good.stderr], [0, '1 scenario with 1 step: no faults.\n', '']);
    const empty = await plumbline(['list', '--tag', 'nothing'], { cwd: folder.path, env: { FORCE_COLOR: '0' } });
    assert.equal(empty.code, 4);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
    assert.doesNotMatch(empty.stderr, /\x1b/);
  });
});
