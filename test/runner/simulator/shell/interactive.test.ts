import assert from 'node:assert/strict';
import { io, settled, shellSetting } from '../support/shell.ts';

describe('a shell at a terminal', () => {
  it('at a terminal: prompt, echo, state from line to line, exit status', async () => {
    const setting = shellSetting();
    const streams = { ...io('cd /tmp\nexport A=5\necho $A; pwd\nfalse\nexit 3\n'), tty: true };
    const outcome = await settled(setting.world, setting.shell.exec(['bash'], streams));
    assert.deepEqual(outcome, { code: 3 });
    assert.match(streams.text.stdout, /^root@client:\/# cd \/tmp\r\nroot@client:\/tmp# /);
    assert.match(streams.text.stdout, /\r\n5\r\n\/tmp\r\n/);
  });
});
