import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { showBoot } from '../../../runner/output/boot-progress.ts';
import { memoryIo } from '../../support/memory-io.ts';

describe('boot-progress', () => {
  const phases = [
    { phase: 'network', startMs: 0 },
    { phase: 'network', startMs: 0, endMs: 71 },
    { phase: 'systemd', startMs: 71 },
  ];

  it('without a terminal: a line for each phase that ended, on standard error', () => {
    const io = memoryIo('/');
    const progress = showBoot(io, 'kind');
    phases.forEach(progress.onPhase);
    progress.close();
    assert.deepEqual([io.stdout, io.stderr], ['', '  network                  71ms\n']);
  });

  it('on a terminal: one line with the phase and the time, which is erased at the end', async () => {
    const clock = manualClock();
    const io = { ...memoryIo('/', { clock }), interactive: true };
    let screen = '';
    io.out = (text) => {
      screen += text;
    };
    const progress = showBoot(io, 'kind');
    phases.forEach(progress.onPhase);
    await clock.advance(2_000);
    assert.match(screen, /starting kind: systemd 2\.0s/);
    screen = '';
    progress.close();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the expression finds the erasing control sequence
    assert.match(screen, /\x1b\[1A\x1b\[J/);
    await clock.advance(1_000);
    assert.doesNotMatch(screen, /starting/);
  });
});
