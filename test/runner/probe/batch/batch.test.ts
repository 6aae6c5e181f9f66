import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { ExecRequest, ExecResult } from '../../../../runner/cluster/cluster.ts';
import { type Command, runBatch } from '../../../../runner/probe/batch/batch.ts';
import { Unobservable } from '../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';

/** Really runs commands: this machine is the vantage point, with its own shell. */
const execHere = (_vantage: unknown, { command, stdin, limit }: ExecRequest): Promise<Partial<ExecResult>> =>
  new Promise((resolve) => {
    const [file = '', ...words] = command;
    const child = execFile(file, words, { maxBuffer: 1e7 }, (error, stdout, stderr) =>
      resolve(
        error?.code === 'ENOENT'
          ? { status: 127, failure: `exec: "${file}": executable file not found in $PATH` }
          : { stdout: stdout.slice(0, limit), stderr, status: error ? Number(error.code) : 0 },
      ),
    );
    // A script may end before it reads its input, and then the pipe is closed.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(stdin ?? '');
  });

const outside = { place: 'outside' } as const;
interface More {
  seconds?: number;
  certificates?: string;
}

const runOn =
  (cheapExec: boolean) =>
  (commands: Command[], more: More = {}) =>
    runBatch(stepContext({ ...fakeCluster({ exec: execHere }), cheapExec }), outside, {
      commands,
      seconds: 5,
      longestRun: 5,
      ...more,
    });

for (const [way, run] of [
  ['in one exec', runOn(false)],
  ['in one exec for each run', runOn(true)],
] as const)
  describe(`runBatch ${way}`, () => {
    it('runs each command as often as asked, with its own arguments', async () => {
      const runs = await run([
        { argv: ['printf', '[%s]', 'a b', "it's", '$(id)', '', '*', '-n'], times: 2 },
        { argv: ['printf', '%s\n', '--url'] },
      ]);
      assert.deepEqual(runs, [
        { command: 0, status: 0, stdout: "[a b][it's][$(id)][][*][-n]", stderr: '' },
        { command: 0, status: 0, stdout: "[a b][it's][$(id)][][*][-n]", stderr: '' },
        { command: 1, status: 0, stdout: '--url\n', stderr: '' },
      ]);
    });

    it('keeps the exit status and the errors of each run', async () => {
      const runs = await run([{ argv: ['sh', '-c', 'echo out; echo oops >&2; exit 7'] }, { argv: ['true'] }]);
      assert.deepEqual(
        runs.map(({ status, stdout, stderr }) => [status, stdout, stderr]),
        [
          [7, 'out\n', 'oops'],
          [0, '', ''],
        ],
      );
    });

    it('truncates the output of a run, but lets the run go on', async () => {
      const [first, second] = await run([
        { argv: ['sh', '-c', 'head -c 3000000 /dev/zero | tr "\\0" x; exit 4'] },
        { argv: ['echo', 'after'] },
      ]);
      assert.equal(first?.stdout.length, 16_384);
      assert.equal(first?.status, 4);
      assert.equal(second?.stdout, 'after\n');
    });

    it('starts no run after the time limit', async () => {
      const runs = await run([{ argv: ['sh', '-c', 'sleep 0.05'], times: 50 }], { seconds: 0 });
      assert.deepEqual(runs, []);
    });

    it('writes the certificates to a file for the programs and removes it', async () => {
      const [kept] = await run([{ argv: ['sh', '-c', 'echo "$CURL_CA_BUNDLE"; cat "$CURL_CA_BUNDLE"'] }], {
        certificates: '-----BEGIN',
      });
      const [file = '', text] = (kept?.stdout ?? '').split('\n');
      assert.equal(text, '-----BEGIN');
      const [gone] = await run([{ argv: ['test', '-e', file] }]);
      assert.equal(gone?.status, 1);
    });

    it('reports the missing program', () =>
      assert.rejects(run([{ argv: ['no-such-program'] }]), (error: unknown) => {
        assert.ok(error instanceof Unobservable);
        assert.equal(error.reason.code, 'tool-missing');
        assert.match(error.reason.message, /no-such-program/);
        return true;
      }));

    it('is not confused by output that looks like a mark', async () => {
      const forged = '\nplumbline-00000000000000000000000000000000 exit 0\n';
      const [only, ...more] = await run([{ argv: ['sh', '-c', 'printf "$1"; printf "$1" >&2; exit 9', 'sh', forged] }]);
      assert.deepEqual(more, []);
      assert.equal(only?.status, 9);
      assert.equal(only?.stdout, forged);
    });
    it('takes exit status 127 of a program as its own', async () => {
      const [only] = await run([{ argv: ['sh', '-c', 'exit 127'] }]);
      assert.equal(only?.status, 127);
    });
  });

describe('runBatch', () => {
  for (const [title, result] of [
    ['an incomplete transcript', { stdout: '', stderr: '', status: 2 }],
    ['a transcript whose two streams differ', { stdout: 'x', status: 0, differ: true }],
  ] as const)
    it(`rejects ${title}`, () => {
      const exec = (_vantage: unknown, { command }: ExecRequest): Partial<ExecResult> =>
        'differ' in result ? { ...result, stdout: `\n${command[4]} run 0\n` } : result;
      const context = stepContext(fakeCluster({ exec }));
      return assert.rejects(
        runBatch(context, outside, { commands: [{ argv: ['true'] }], seconds: 1, longestRun: 1 }),
        (error: unknown) => error instanceof Unobservable && error.reason.code === 'transcript-unreadable',
      );
    });

  it('rejects a run in an exec of its own that ends without a status', () => {
    const cluster = { ...fakeCluster({ exec: () => ({ status: undefined }) }), cheapExec: true };
    return assert.rejects(
      runBatch(stepContext(cluster), outside, { commands: [{ argv: ['true'] }], seconds: 1, longestRun: 1 }),
      (error: unknown) => error instanceof Unobservable && error.reason.code === 'no-exit-status',
    );
  });
});
