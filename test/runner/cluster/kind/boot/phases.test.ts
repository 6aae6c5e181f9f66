import assert from 'node:assert/strict';
import { EvidentError, makePhases, PhaseFailure, phaseLimits } from '../../../../../runner/cluster/kind/boot/phases.ts';
import { manualClock } from '../../../../../runner/core/clock.ts';

const never = (): Promise<never> => new Promise(() => undefined);

const make = (limits: Partial<typeof phaseLimits> = {}) => {
  const clock = manualClock(1_000);
  const heard: string[] = [];
  const caller = new AbortController();
  const phases = makePhases({
    clock,
    onPhase: ({ phase, startMs, endMs }) => heard.push(`${phase} ${startMs}-${endMs ?? ''}`),
    signal: caller.signal,
    limits: { ...phaseLimits, ...(limits as object) },
    graceMs: 10,
  });
  return { clock, heard, caller, phases };
};

describe('makePhases', () => {
  it('reports start and end of a phase, in milliseconds from the start of the boot', async () => {
    const { clock, heard, phases } = make();
    const network = phases.run('network', () => clock.sleep(20));
    await clock.advance(20);
    await network;
    assert.deepEqual(heard, ['network 0-', 'network 0-20']);
    assert.deepEqual(phases.timeline, [{ phase: 'network', startMs: 0, endMs: 20 }]);
  });

  it('names the phase that failed and keeps its evidence', async () => {
    const { phases } = make();
    const failed = phases.run('systemd', async () => Promise.reject(new EvidentError('It ended.', ['line'])));
    await assert.rejects(failed, (error: unknown) => {
      assert.ok(error instanceof PhaseFailure);
      assert.deepEqual([error.phase, error.message, error.evidence], ['systemd', 'It ended.', ['line']]);
      return true;
    });
  });

  it('stops the other phases with the failure of the first, and blames none of them', async () => {
    const { phases } = make();
    const other = phases.run('join', never);
    await assert.rejects(
      phases.run('cni', async () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    await assert.rejects(other, (error) => error instanceof PhaseFailure && error.phase === 'cni');
    assert.equal(phases.signal.aborted, true);
  });

  it('gives up on work that ignores its signal', async () => {
    const { phases } = make({ dns: 5 } as never);
    await assert.rejects(
      phases.run('dns', never),
      (error) => error instanceof PhaseFailure && /longer/.test(error.message),
    );
  });

  it('keeps the evidence of work that took too long', async () => {
    const { phases } = make({ dns: 5 } as never);
    const work = async (signal: AbortSignal): Promise<void> => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new EvidentError('Stopped.', ['SERVFAIL']);
    };
    await assert.rejects(
      phases.run('dns', work),
      (error) => error instanceof PhaseFailure && /longer/.test(error.message) && error.evidence[0] === 'SERVFAIL',
    );
  });

  it("rejects with the caller's reason when the caller aborts", async () => {
    const { phases, caller, heard } = make();
    const running = phases.run('api', never);
    caller.abort(new Error('interrupted'));
    await assert.rejects(running, { message: 'interrupted' });
    assert.equal(heard.at(-1), 'api 0-0');
  });
});
