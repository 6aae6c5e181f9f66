import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startDetached, wordsOf } from '../../../runner/standing/detached-cluster.ts';
import type { StandSettings } from '../../../runner/standing/stand-settings.ts';
import { testFolder } from '../../support/folder.ts';
import { memoryIo } from '../../support/memory-io.ts';

const settings: StandSettings = {
  provider: 'embedded',
  workers: 2,
  proxyMode: 'nftables',
  name: 'web',
  ingress: false,
};

describe('detached-cluster', () => {
  const folder = testFolder();
  const clusters = join(folder.path, '.plumbline/clusters');

  it('passes every setting to the child as an argument', () => {
    const words = ['up', '--name=web', '--cluster=embedded', '--workers=2', '--proxy-mode=nftables'];
    assert.deepEqual(wordsOf(settings), words);
    assert.deepEqual(wordsOf({ ...settings, nodeImage: 'n', probeImage: 'p' }), [
      ...words,
      '--node-image=n',
      '--probe-image=p',
    ]);
  });

  for (const [what, script, code, says] of [
    ['says why and ends', 'console.error("no room"); process.exitCode = 3', 3, /^no room\n$/],
    ['has an exit code of its own', 'process.exitCode = 2', 2, /^$/],
  ] as const)
    it(`shows output and code of a child that ${what}, and leaves nothing`, async () => {
      const io = { ...memoryIo(folder.path), self: [process.execPath, '-e', script, '--'] };
      let stderr = '';
      io.err = (text) => {
        stderr += text;
      };
      assert.equal(await startDetached(settings, io), code);
      assert.match(stderr, says);
      assert.deepEqual(readdirSync(clusters), ['.gitignore']);
    });

  for (const [what, self] of [
    ['ends without a word', [process.execPath, '-e', '0', '--']],
    ['cannot be started', [join(folder.path, 'no-such-program')]],
  ] as const)
    it(`reports a child that ${what} as a failed boot`, async () => {
      const io = { ...memoryIo(folder.path), self };
      await assert.rejects(startDetached(settings, io), /cluster-boot-failed/);
      assert.deepEqual(readdirSync(clusters), ['.gitignore']);
    });

  it('ends the child at a signal too', async () => {
    const memory = memoryIo(folder.path);
    const io = {
      ...memory,
      self: [process.execPath, '-e', 'setInterval(() => {}, 1000)', '--'],
      kill: (pid: number, signal: 0 | NodeJS.Signals) => process.kill(pid, signal),
    };
    const ending = startDetached(settings, io);
    while (!readdirSync(clusters).includes('web')) await new Promise((resolve) => setTimeout(resolve, 5));
    memory.send('SIGINT');
    assert.equal(await ending, 130);
    assert.deepEqual(readdirSync(clusters), ['.gitignore']);
  });
});
