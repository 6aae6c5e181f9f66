import assert from 'node:assert/strict';
import type { ExecResult } from '../../../../runner/cluster/cluster.ts';
import { manualClock } from '../../../../runner/core/clock.ts';
import { Unobservable } from '../../../../runner/core/rejection.ts';
import { startProber } from '../../../../runner/probe/batch/prober.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';

const outside = { place: 'outside' } as const;
const ok = { stdout: '\n200 1 0.001 0.002', status: 0 };

/** A prober where an exec is cheap. The first runs end as the list states, and all others succeed. */
const start = async (ends: Partial<ExecResult>[] = []) => {
  const clock = manualClock();
  const commands: (readonly string[])[] = [];
  const exec = (_vantage: unknown, { command }: { command: readonly string[] }) => {
    commands.push(command);
    return ends[commands.length - 1] ?? ok;
  };
  const context = stepContext({ ...fakeCluster({ exec }), cheapExec: true }, { clock });
  const prober = await startProber(context, outside, 'http://kubia/', 'new');
  return { prober, clock, commands };
};

describe('startProber in processes', () => {
  it('starts one curl per request, about 30 a second, and counts requests by phase', async () => {
    const { prober, clock, commands } = await start();
    await clock.advance(300);
    await prober.enter('during');
    await clock.advance(60);
    await prober.enter('after');
    const records = await prober.stop();
    assert.deepEqual(
      ['before', 'during', 'after'].map((phase) => records.filter((each) => each.phase === phase).length),
      [11, 2, 0],
    );
    assert.ok(
      records.every(({ outcome, status, connects }) => outcome === 'answered' && status === 200 && connects === 1),
    );
    assert.ok(commands.every(([program, ...words]) => program === 'curl' && words.at(-1) === 'http://kubia/'));
    await clock.advance(1_000);
    assert.equal(commands.length, 13);
  });

  it("keeps curl's error message", async () => {
    const refused = { stdout: '\n000 0 0.000 0.001', stderr: 'curl: (7) Failed to connect', status: 7 };
    const { prober, clock } = await start([ok, refused]);
    await clock.advance(30);
    const [, second] = await prober.stop();
    assert.deepEqual([second?.outcome, second?.error], ['refused', 'curl: (7) Failed to connect']);
  });

  it('rejects at the start where curl is missing, and at stop when the place has gone', async () => {
    const missing = { status: undefined, failure: 'exec: "curl": executable file not found in $PATH' };
    const hasCode = (code: string) => (cause: unknown) => cause instanceof Unobservable && cause.reason.code === code;
    await assert.rejects(start([missing]), hasCode('tool-missing'));
    const { prober, clock } = await start([ok, { status: undefined }]);
    await clock.advance(30);
    await assert.rejects(prober.stop(), hasCode('no-exit-status'));
  });

  it('makes no further request once it is abandoned', async () => {
    const { prober, clock, commands } = await start();
    await prober.abandon(new AbortController().signal);
    await clock.advance(1_000);
    assert.equal(commands.length, 1);
  });
});
