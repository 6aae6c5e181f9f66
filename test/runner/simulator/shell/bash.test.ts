import assert from 'node:assert/strict';
import { isShellCommand } from '../../../../runner/simulator/shell/bash.ts';
import { announcing } from '../../../support/announcing-clock.ts';
import { io, settled, shellSetting } from '../support/shell.ts';

describe('scripts', () => {
  for (const [title, script, args, stdout] of [
    ['parameters', 'echo "$#:$1:$2"', ['a b', ''], '2:a b:\n'],
    ['loops and arithmetic', 'i=0; while [ $i -lt 3 ]; do i=$((i + 1)); printf "%s " $i; done', [], '1 2 3 '],
    ['pipes', 'printf "b\\na\\n" | sort | head -1', [], 'a\n'],
    [
      'substitution of a network program',
      'x=$(curl -s http://headless:8080); echo "<$x>"',
      [],
      "<You've hit kubia-0>\n",
    ],
    [
      'redirection of both streams',
      'curl -sS http://empty >/tmp/o 2>&1; cat /tmp/o',
      [],
      "curl: (7) Failed to connect to empty port 80 after 0 ms: Couldn't connect to server\n",
    ],
    ['status of a pipe', 'false | true; echo $?; curl -s http://nope || echo "no $?"', [], '0\nno 6\n'],
    ['here documents', 'cat <<EOF\n$1\nEOF', ['x'], 'x\n'],
    ['command -v', 'command -v curl >/dev/null && echo yes; command -v nosuch || echo no', [], 'yes\nno\n'],
    ['programs by their path', '/usr/bin/printf "%s" "$(/bin/hostname)"', [], 'client'],
  ] as const)
    it(title, async () => assert.equal((await shellSetting().sh(script, ...args)).stdout, stdout));

  it('knows which programs are its own', () => {
    assert.deepEqual(['ls', '[', 'curl', 'sqlite3', 'js-exec'].map(isShellCommand), [true, true, false, false, false]);
  });

  for (const [title, script] of [
    ['one after another', 'printf abc | sha256sum; sleep 86400; echo end | gzip | gunzip'],
    ['side by side', 'sleep 86400 & timeout 3600 sleep 86400; wait'],
  ] as const)
    it(`the interpreter holds the clock, and programs that wait do not: ${title}`, async () => {
      const { shell, clusterState } = shellSetting();
      const told = announcing(clusterState.clock);
      Object.assign(clusterState, { clock: told.clock });
      let heldMeanwhile: number | undefined;
      clusterState.clock.after(1_800_000, () => {
        heldMeanwhile = told.held;
      });
      // As a leaping clock does, this one stands still while it is held.
      await settled(clusterState, shell.exec(['sh', '-c', script], io()), () => told.held > 0);
      assert.ok(told.holds > 0);
      assert.deepEqual([heldMeanwhile, told.held], [0, 0]);
    });

  it('a script that is stopped in the middle holds nothing', async () => {
    const { shell, clusterState } = shellSetting();
    const told = announcing(clusterState.clock);
    Object.assign(clusterState, { clock: told.clock });
    const stop = new AbortController();
    const running = shell.exec(['sh', '-c', 'while true; do sleep 1; done'], { ...io(), signal: stop.signal });
    await clusterState.clock.advance(10_000);
    stop.abort();
    await settled(clusterState, running);
    await clusterState.clock.advance(10_000);
    assert.ok(told.holds > 0);
    assert.equal(told.held, 0);
  });

  it('output is bounded', async () => {
    const { stdout, outcome } = await shellSetting().sh(
      'x=$(printf "%1000000s" x); i=0; while [ $i -lt 40 ]; do printf "%s" "$x"; i=$((i + 1)); done',
    );
    assert.ok(stdout.length <= 17 * 1024 * 1024, String(stdout.length));
    assert.notDeepEqual(outcome, { code: 0 });
  });
});
