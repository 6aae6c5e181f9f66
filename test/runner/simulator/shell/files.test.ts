import assert from 'node:assert/strict';
import type { CommandName } from 'just-bash';
import { systemClock } from '../../../../runner/core/clock.ts';
import { memoryFiles } from '../../../../runner/simulator/shell/files.ts';

describe('the files of a machine', () => {
  it('are those it was given, and those that were written', async () => {
    const files = memoryFiles({ '/etc/hostname': 'a\n' }, systemClock);
    assert.deepEqual([await files.read('/etc/hostname'), await files.read('/etc/passwd')], ['a\n', undefined]);
    await files.write('/new/file', 'b');
    assert.deepEqual([await files.read('/new/file'), await files.read('/etc/hostname')], ['b', 'a\n']);
    assert.equal(await files.read('/new'), undefined);
  });

  it('no name of an object property is a file', async () => {
    for (const path of ['constructor', '__proto__', 'toString'])
      assert.equal(await memoryFiles({}, systemClock).read(path), undefined);
  });

  it('keep no more than their share', async () => {
    const files = memoryFiles({}, systemClock);
    await assert.rejects(files.write('/big', 'x'.repeat(65 * 1024 * 1024)));
  });

  it('serve all interpreters of a machine, and what a script did to a program stays', async () => {
    const files = memoryFiles({ '/etc/hostname': 'client\n' }, systemClock);
    const options = { commands: ['cat', 'echo', 'ls', 'rm'] as CommandName[], cwd: '/', defenseInDepth: false };
    const sh = async (script: string): Promise<string> => (await (await files.bash(options)).exec(script)).stdout;
    assert.equal(
      await sh('cat /etc/hostname; ls /bin; echo more >/bin/ls; rm /usr/bin/cat'),
      'client\ncat\necho\nls\nrm\n',
    );
    assert.equal(await sh('cat /bin/ls; ls /usr/bin'), 'more\necho\nls\nrm\n');
  });
});
