import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { watchInterruption } from '../../../runner/core/interruption.ts';
import { memoryIo } from '../../support/memory-io.ts';

describe('interruption', () => {
  const watch = () => {
    const clock = manualClock();
    const io = memoryIo('/', { clock });
    const calls: string[] = [];
    const interruption = watchInterruption(
      io,
      (name) => calls.push(`first ${name}`),
      (name) => calls.push(`second ${name}`),
    );
    return { clock, io, calls, interruption };
  };

  it('counts two signals within a second as one', async () => {
    const { clock, io, calls, interruption } = watch();
    io.send('SIGINT');
    await clock.advance(900);
    io.send('SIGINT');
    assert.deepEqual(calls, ['first SIGINT']);
    assert.equal(interruption.signal.aborted, true);
  });

  it('reports a later signal as the second, with the name of the first', async () => {
    const { clock, io, calls } = watch();
    io.send('SIGTERM');
    await clock.advance(1_000);
    io.send('SIGINT');
    assert.deepEqual(calls, ['first SIGTERM', 'second SIGTERM']);
  });

  it('ignores signals after it is closed', () => {
    const { io, calls, interruption } = watch();
    interruption.close();
    io.send('SIGINT');
    assert.deepEqual([calls, interruption.name], [[], undefined]);
  });
});
