import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { io, type ShellSetting, settled, shellSetting } from '../support/shell.ts';

/** Types each text when nothing else goes on any more, and reads the screen. */
const session = async (setting: ShellSetting, typed: readonly string[], program = 'bash') => {
  const stdin = new PassThrough();
  const streams = { ...io(), stdin, tty: true };
  const running = setting.shell.exec([program], streams);
  const type = async (): Promise<void> => {
    for (const text of typed) {
      stdin.write(text);
      for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    stdin.end();
  };
  const [outcome] = await Promise.all([settled(setting.clusterState, running), type()]);
  return { outcome, screen: streams.text.stdout };
};

describe('a shell at a terminal', () => {
  it('at a terminal: prompt, echo, state from line to line, exit status', async () => {
    const { outcome, screen } = await session(shellSetting(), ['cd /tmp\nexport A=5\necho $A; pwd\nfalse\nexit 3\n']);
    assert.deepEqual(outcome, { code: 3 });
    assert.match(screen, /^root@client:\/# cd \/tmp\r\nroot@client:\/tmp# /);
    assert.match(screen, /\r\n5\r\n\/tmp\r\n/);
  });

  it('S32 Ctrl-C ends a ping, which then sums up', async () => {
    const { screen, outcome } = await session(shellSetting(), ['ping kubia\r', '\u0003', 'echo $?\r', 'exit\r']);
    assert.match(
      screen,
      /^root@client:\/# ping kubia\r\nPING kubia\.default\.svc\.cluster\.local \(10\.96\.10\.10\) 56\(84\) bytes of data\.\r\n\^C\r\n--- kubia\.default\.svc\.cluster\.local ping statistics ---\r\n\d+ packets transmitted, 0 received, 100% packet loss, time \d+ms\r\n\r\nroot@client:\/# echo \$\?\r\n1\r\n/,
    );
    assert.deepEqual(outcome, { code: 0 });
  });

  it('Ctrl-C at a line drops it, and ends a loop', async () => {
    const { screen } = await session(shellSetting(), [
      'ls /no',
      '\u0003',
      'while true; do sleep 1; done\r',
      '\u0003',
      'echo $?\r',
      'exit\r',
    ]);
    assert.equal(
      screen,
      'root@client:/# ls /no^C\r\nroot@client:/# while true; do sleep 1; done\r\n^C\r\nroot@client:/# echo $?\r\n130\r\nroot@client:/# exit\r\nexit\r\n',
    );
  });

  it('Ctrl-D leaves, erase erases, arrow keys do nothing', async () => {
    const { screen, outcome } = await session(shellSetting(), ['fals\u007f\u001b[A\u001b[Dse\r', '\u0004']);
    assert.equal(screen, 'root@client:/# fals\b \bse\r\nroot@client:/# exit\r\n');
    assert.deepEqual(outcome, { code: 1 });
  });

  it('a client that goes leaves it', async () => {
    assert.deepEqual((await session(shellSetting(), ['echo a; false\r'])).outcome, { code: 1 });
    const gone = new AbortController();
    const setting = shellSetting();
    const running = setting.shell.exec(['bash'], { ...io(), stdin: new PassThrough(), tty: true, signal: gone.signal });
    gone.abort();
    assert.deepEqual(await settled(setting.clusterState, running), { code: 0 });
  });

  it('each shell has its own prompt', async () => {
    assert.match((await session(shellSetting(), ['exit\r'], 'sh')).screen, /^# exit/);
    assert.match((await session(shellSetting({ flavour: 'busybox' }), ['exit\r'], 'sh')).screen, /^\/ # exit/);
  });

  it('a signal ends it', async () => {
    assert.deepEqual((await session(shellSetting(), ['kill -9 $$\r'])).outcome, { code: 137 });
  });
});
