import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../../../runner/core/clock.ts';
import { runProgram } from '../../../../../runner/steps/act/support/run-program.ts';
import { Unobservable } from '../../../../../runner/steps/finding.ts';
import { announcing } from '../../../../support/announcing-clock.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { stepContext } from '../../../../support/step-context.ts';

describe('runProgram', () => {
  const { PATH, TMPDIR } = process.env;
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-test-'));
    await writeFile(join(folder, 'not-executable'), '#!/bin/sh\n', { mode: 0o644 });
    process.env['PATH'] = `${folder}:${PATH}`;
    process.env['PLUMBLINE_TEST_SECRET'] = 'leaked';
    process.env['TMPDIR'] = folder;
  });

  after(async () => {
    process.env['PATH'] = PATH;
    delete process.env['PLUMBLINE_TEST_SECRET'];
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
    await rm(folder, { recursive: true });
  });

  const context = (signal?: AbortSignal) => ({
    ...stepContext({ ...fakeCluster(), kubeconfig: (namespace) => `namespace: ${namespace}\n` }),
    ...(signal && { signal }),
  });
  const run = (argv: string[], more: { stdin?: string; env?: Record<string, string> } = {}, signal?: AbortSignal) =>
    runProgram({ argv, env: {}, hint: 'Install it.', ...more }, context(signal));
  const sh = (text: string, ...args: string[]) => run(['sh', '-c', text, 'sh', ...args]);
  const homes = async () => (await readdir(folder)).filter((each) => each.startsWith('plumbline-program-'));
  const rejectsWith = (promise: Promise<unknown>, code: string) =>
    assert.rejects(promise, (fault) => fault instanceof Unobservable && fault.reason.code === code);
  /** Resolves when the process no longer exists. Otherwise the test times out. */
  const awaitEnd = async (pid: number): Promise<void> => {
    assert.ok(pid > 1);
    for (;;) {
      const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // A killed process is a zombie until its parent collects it.
      if (state === '' || / Z /.test(state)) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('returns both output streams and the exit code', async () => {
    const result = await sh('echo out; echo err >&2; exit 3');
    assert.deepEqual(result, { status: 3, stdout: 'out\n', stderr: 'err\n', truncated: false });
    assert.equal((await sh('exit 127')).status, 127);
  });

  it("announces work from the program's start until no process of it is left", async () => {
    const announced = announcing(systemClock);
    const start = (argv: string[]) =>
      runProgram({ argv, env: {}, hint: 'Install it.' }, { ...context(), clock: announced.clock });
    const running = start(['true']);
    assert.equal(announced.outside, 1);
    await running;
    assert.deepEqual([announced.outside, await homes()], [0, []]);
    await rejectsWith(start(['plumbline-no-such-program']), 'tool-missing');
    assert.equal(announced.outside, 0);
  });

  it('passes the arguments unchanged', async () =>
    assert.equal(
      (await run(['printf', '<%s>', '$HOME', '; rm -rf /', '', '--', 'a=b'])).stdout,
      '<$HOME><; rm -rf /><><--><a=b>',
    ));

  it('runs in a home folder of its own with a kubeconfig', async () => {
    const { stdout } = await sh('cat "$KUBECONFIG"; test "$PWD" -ef "$HOME" && echo inside; echo x >left');
    assert.equal(stdout, 'namespace: demo\ninside\n');
    assert.deepEqual(await homes(), []);
  });

  it('passes PATH and no other variable of the environment', async () => {
    const { stdout } = await run(['env'], { env: { NAMESPACE: 'demo', EMPTY: '', TRICKY: 'a=b c' } });
    const lines = stdout.trim().split('\n');
    assert.deepEqual(lines.map((line) => line.split('=')[0]).sort(), [
      'EMPTY',
      'HOME',
      'KUBECONFIG',
      'NAMESPACE',
      'PATH',
      'TRICKY',
    ]);
    assert.ok(lines.includes('TRICKY=a=b c') && lines.includes('EMPTY='));
  });

  it('passes the given input, or none', async () => {
    assert.equal((await run(['cat'], { stdin: 'line\n' })).stdout, 'line\n');
    assert.equal((await run(['cat'])).stdout, '');
  });

  it('rejects a missing program', async () => {
    for (const name of ['plumbline-no-such-program', 'not-executable', 'a=b', 'cd', './nothing', '/', ''])
      await rejectsWith(run([name]), 'tool-missing');
  });

  it('rejects too much output', () =>
    rejectsWith(sh('while :; do echo xxxxxxxxxxxxxxxxxxxxxxxx; done'), 'transcript-unreadable'));

  it('rejects a program that was killed, and names the signal only', async () => {
    await rejectsWith(sh('kill -9 $$'), 'exec-failed');
    await assert.rejects(sh('kill -TERM $$'), (fault) => {
      assert.ok(fault instanceof Unobservable);
      assert.equal(fault.reason.message, 'sh did not run to its end: it was killed by SIGTERM.');
      return true;
    });
  });

  it('tells a path that leads to no program from a name that is not on the PATH', async () => {
    for (const [name, message] of [
      ['./nothing', /^\.\/nothing is no program on this machine/],
      ['plumbline-no-such-program', /^There is no program plumbline-no-such-program on the PATH/],
    ] as const)
      await assert.rejects(run([name]), (fault) => fault instanceof Unobservable && message.test(fault.reason.message));
  });

  it('ends background processes, and does not wait for them', async () => {
    const { status, stdout } = await sh('sleep 600 & echo $!');
    assert.equal(status, 0);
    await awaitEnd(Number(stdout));
  });

  it('ends all processes on the signal', async () => {
    const controller = new AbortController();
    const note = join(folder, 'pids');
    const running = run(
      ['sh', '-c', 'trap "" TERM; sleep 600 & echo $! $$ >"$1"; wait', 'sh', note],
      {},
      controller.signal,
    );
    const stopped = assert.rejects(running, /time is over/);
    while (!existsSync(note) || !(await readFile(note, 'utf8')).includes('\n'))
      await new Promise((resolve) => setImmediate(resolve));
    const pids = (await readFile(note, 'utf8')).trim().split(' ').map(Number);
    controller.abort(new Error('time is over'));
    await stopped;
    for (const pid of pids) await awaitEnd(pid);
    assert.deepEqual(await homes(), []);
  });
});
