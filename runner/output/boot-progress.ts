import { makeLiveScreen } from '../../reporters/console/screen.ts';
import { makeStatus } from '../../reporters/console/status.ts';
import { makeTheme } from '../../reporters/console/theme.ts';
import type { PhaseListener } from '../cluster/cluster.ts';
import { formatDuration } from '../core/duration.ts';
import { eventVersion } from '../core/events.ts';
import type { Io } from '../core/io.ts';

export interface BootProgress {
  onPhase: PhaseListener;
  /** Takes away what is redrawn. */
  close(): void;
}

const redrawPause = 100;
const widestLine = 100;
const nameWidth = 24;

/** Shows a boot as `run` does: one line that is redrawn on a terminal, a line a phase on standard error otherwise. */
export const showBoot = (
  io: Pick<Io, 'out' | 'err' | 'interactive' | 'width' | 'color' | 'clock'>,
  provider: string,
): BootProgress => (io.interactive ? showLive(io, provider) : showPlain(io));

const showPlain = ({ err }: Pick<Io, 'err'>): BootProgress => ({
  onPhase: ({ phase, startMs, endMs }) => {
    if (endMs !== undefined) err(`  ${phase.padEnd(nameWidth)} ${formatDuration(endMs - startMs)}\n`);
  },
  close: () => undefined,
});

const showLive = (
  { out, width, color, clock }: Pick<Io, 'out' | 'width' | 'color' | 'clock'>,
  provider: string,
): BootProgress => {
  const status = makeStatus(makeTheme({ color }));
  const screen = makeLiveScreen();
  const ended = new AbortController();
  const stamp = (): string => clock.date().toISOString();
  const redraw = (): void => out(screen.draw([], status.lines(Math.min(width - 1, widestLine))));
  const tick = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(redrawPause, ended.signal);
      status.add({ type: 'tick', at: stamp() });
      redraw();
    }
  };
  status.add({
    type: 'run:start',
    at: stamp(),
    version: eventVersion,
    runId: '',
    tool: '',
    seed: 0,
    provider,
    plan: [],
  });
  // It ends by its signal, which is no fault.
  tick().catch(() => undefined);
  return {
    onPhase: (phase) => {
      status.add({ type: 'cluster:phase', at: stamp(), ...phase });
      redraw();
    },
    close: () => {
      ended.abort();
      out(screen.draw([], []));
    },
  };
};
