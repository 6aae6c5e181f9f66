import assert from 'node:assert/strict';
import { execInContainer } from '../../../../../runner/cluster/kind/nodes/container-exec.ts';
import { fakeContainer } from '../fake-container.ts';

describe('execInContainer', () => {
  it('separates the streams and returns the status', async () => {
    const container = fakeContainer(() => ({ status: 3, stdout: 'out', stderr: 'err' }));
    assert.deepEqual(await execInContainer(container, { command: ['x'] }), {
      status: 3,
      stdout: 'out',
      stderr: 'err',
      truncated: false,
    });
  });

  it('passes the words and the input unchanged', async () => {
    const container = fakeContainer(({ stdin }) => ({ stdout: stdin }));
    const result = await execInContainer(container, { command: ['cat', '$(id); `id`'], stdin: 'héllo\n' });
    assert.equal(result.stdout, 'héllo\n');
    assert.deepEqual(container.commands[0]?.command, ['cat', '$(id); `id`']);
  });

  it('keeps no more than the limit and says so', async () => {
    const container = fakeContainer(() => ({ stdout: 'a'.repeat(5_000) }));
    const result = await execInContainer(container, { command: ['x'], limit: 10 });
    assert.equal(result.stdout, 'aaaaaaaaaa');
    assert.equal(result.truncated, true);
  });

  it('says why a command could not be started', async () => {
    const text = 'OCI runtime exec failed: exec failed: "nonesuch": executable file not found in $PATH: unknown';
    const container = fakeContainer(() => ({ status: 127, stdout: `${text}\r\n` }));
    assert.equal((await execInContainer(container, { command: ['nonesuch'] })).failure?.trim(), text);
  });

  it('does not read the output of a command that ran as such a reason', async () => {
    const container = fakeContainer(() => ({ status: 0, stdout: 'OCI runtime exec failed: not really' }));
    assert.equal((await execInContainer(container, { command: ['x'] })).failure, undefined);
  });

  it('ends the command when it is aborted, and rejects with the reason', async () => {
    const container = fakeContainer(({ command }) => (command[0] === 'sleep' ? { hangs: true } : {}));
    const abort = new AbortController();
    const running = execInContainer(container, { command: ['sleep', '9'], signal: abort.signal });
    await new Promise((resolve) => setTimeout(resolve, 10));
    abort.abort(new Error('enough'));
    await assert.rejects(running, { message: 'enough' });
    await new Promise((resolve) => setTimeout(resolve, 10));
    const [first, second] = container.commands;
    assert.ok(first?.env[0]?.startsWith('PLUMBLINE_EXEC='));
    assert.equal(second?.command.at(-1), first?.env[0]);
    assert.match(second?.command.at(2) ?? '', /kill -9/);
  });

  it('starts nothing if it is already aborted', async () => {
    const container = fakeContainer(() => ({}));
    await assert.rejects(execInContainer(container, { command: ['x'], signal: AbortSignal.abort(new Error('no')) }), {
      message: 'no',
    });
    assert.equal(container.commands.length, 0);
  });
});
