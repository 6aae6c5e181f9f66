import assert from 'node:assert/strict';
import type { ExecRequest, ExecResult } from '../../../runner/cluster/cluster.ts';
import { manualClock } from '../../../runner/core/clock.ts';
import { runCommand, runScript } from '../../../runner/probe/exec.ts';
import { Unobservable } from '../../../runner/steps/finding.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { stepContext } from '../../support/step-context.ts';

const pod = { place: 'pod', namespace: 'demo', pod: 'web' } as const;

const run = (result: Partial<ExecResult>, more: { tools?: string[]; args?: string[]; timeout?: number } = {}) =>
  runScript(stepContext(fakeCluster({ exec: () => result })), pod, { script: 'true', ...more });

const rejectsWith = (code: string, pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Unobservable);
  assert.equal(error.reason.code, code);
  assert.match(error.reason.message, pattern);
  return true;
};

describe('runScript', () => {
  it('passes variable parts as arguments, never inside the script', async () => {
    const seen: ExecRequest[] = [];
    const cluster = fakeCluster({
      exec: (_vantage, request) => {
        seen.push(request);
        return { stdout: 'ok', status: 3 };
      },
    });
    const hostile = '$(reboot); `id` "\' \n';
    const output = await runScript(stepContext(cluster), pod, {
      script: 'printf %s "$1"',
      args: [hostile],
      tools: ['curl'],
    });
    assert.deepEqual(output, { stdout: 'ok', stderr: '', status: 3 });
    assert.deepEqual(seen[0]?.command.slice(0, 2), ['sh', '-c']);
    assert.deepEqual(seen[0]?.command.slice(3), ['sh', hostile]);
    assert.match(seen[0]?.command[2] ?? '', /^command -v curl .*\nprintf %s "\$1"$/);
  });

  it('rejects a command without an exit status', () =>
    assert.rejects(run({ status: undefined, stdout: 'half' }), rejectsWith('no-exit-status', /pod web ended without/)));

  it('names the missing tool and the place', async () => {
    const stderr = 'plumbline: missing curl\n';
    await assert.rejects(run({ status: 127, stderr }), rejectsWith('tool-missing', /no program curl in pod web/));
  });

  for (const failure of [
    'exec: "sh": executable file not found in $PATH: unknown',
    'exec failed: "sh": stat /bin/sh: no such file or directory',
  ])
    it(`reads "${failure.slice(0, 40)}" as a missing shell`, () =>
      assert.rejects(run({ status: 126, failure }), rejectsWith('tool-missing', /no program sh/)));

  it('reports why a command could not be started', () =>
    assert.rejects(
      run({ status: undefined, failure: 'container not found ("web")' }),
      rejectsWith('exec-failed', /container not found/),
    ));

  it('rejects a truncated transcript', () =>
    assert.rejects(
      run({ truncated: true }),
      rejectsWith('transcript-unreadable', /printed more output than Plumbline keeps/),
    ));

  it('keeps the transcript as evidence', async () => {
    const error = await run({ status: undefined, stdout: 'half' }).catch((cause: unknown) => cause);
    assert.ok(error instanceof Unobservable);
    assert.deepEqual(error.evidence, [{ title: 'output in pod web', text: 'half' }]);
  });

  it('stops at its own time limit', async () => {
    const cluster = fakeCluster({
      exec: (_vantage, { signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    });
    const clock = manualClock();
    const running = runScript(stepContext(cluster, { clock }), pod, { script: 'sleep 9', timeout: 10 });
    await Promise.all([
      assert.rejects(running, rejectsWith('time-ran-out', /did not end within 10ms/)),
      clock.advance(10),
    ]);
  });

  it("leaves the step's time limit to the engine", async () => {
    const stop = new AbortController();
    const cluster = fakeCluster({
      exec: (_vantage, { signal }) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          stop.abort(new Error('interrupted'));
        }),
    });
    const context = { ...stepContext(cluster), signal: stop.signal };
    await assert.rejects(runScript(context, pod, { script: 'sleep 9' }), { message: 'interrupted' });
  });
});

describe('runCommand', () => {
  const runProgram = (result: Partial<ExecResult>) => {
    const seen: ExecRequest[] = [];
    const exec = (_vantage: unknown, request: ExecRequest) => {
      seen.push(request);
      return result;
    };
    const run = runCommand(stepContext(fakeCluster({ exec })), pod, {
      argv: ['curl', '$(reboot)'],
      stdin: 'in',
      limit: 9,
    });
    return { run, seen };
  };

  it('starts the program itself, without a shell', async () => {
    const { run, seen } = runProgram({ stdout: 'out', stderr: 'err', status: 22 });
    assert.deepEqual(await run, { stdout: 'out', stderr: 'err', status: 22 });
    const [{ command, stdin, limit } = {}] = seen;
    assert.deepEqual({ command, stdin, limit }, { command: ['curl', '$(reboot)'], stdin: 'in', limit: 9 });
  });

  it('names the program that a place lacks, with any container runtime', async () => {
    const failure = 'OCI runtime exec failed: exec: "curl": executable file not found in $PATH: unknown';
    for (const result of [{ status: undefined, failure }, { status: 127 }, { status: 126 }])
      await assert.rejects(runProgram(result).run, rejectsWith('tool-missing', /no program curl in pod web/));
  });

  it('rejects a command that did not end or printed too much', async () => {
    await assert.rejects(
      runProgram({ status: undefined }).run,
      rejectsWith('no-exit-status', /without an exit status/),
    );
    await assert.rejects(
      runProgram({ truncated: true, status: 0 }).run,
      rejectsWith('transcript-unreadable', /printed more output than Plumbline keeps/),
    );
  });
});
