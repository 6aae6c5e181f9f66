import { makeLiveScreen } from '../../reporters/console/screen.ts';
import { makeStatus, type Status } from '../../reporters/console/status.ts';
import { makeTheme } from '../../reporters/console/theme.ts';
import type { PhaseListener } from '../cluster/cluster.ts';
import { formatDuration } from '../core/duration.ts';
import { eventVersion } from '../core/events.ts';
import type { Io } from '../core/io.ts';

export interface BootProgress {
  onPhase: PhaseListener;
  /** Erases the lines that are redrawn. */
  close(): void;
}

const redrawPause = 100;
const widestLine = 100;
const nameWidth = 24;

/** Shows a boot as `run` does: on a terminal one line that is redrawn, otherwise a line for each phase on standard error. */
export const showBoot = (
  io: Pick<Io, 'out' | 'err' | 'interactive' | 'width' | 'color' | 'clock'>,
  provider: string,
): BootProgress => {
  if (!io.interactive) return showPlain(io);
  const live = new LiveBoot(io, provider);
  return { onPhase: (phase) => live.add(phase), close: () => live.close() };
};

const showPlain = ({ err }: Pick<Io, 'err'>): BootProgress => ({
  onPhase: ({ phase, startMs, endMs }) => {
    if (endMs !== undefined) err(`  ${phase.padEnd(nameWidth)} ${formatDuration(endMs - startMs)}\n`);
  },
  close: () => undefined,
});

type Terminal = Pick<Io, 'out' | 'width' | 'color' | 'clock'>;

class LiveBoot {
  readonly #io: Terminal;
  readonly #status: Status;
  readonly #screen = makeLiveScreen();
  readonly #ended = new AbortController();

  constructor(io: Terminal, provider: string) {
    this.#io = io;
    this.#status = makeStatus(makeTheme({ color: io.color }));
    const run = { version: eventVersion, runId: '', tool: '', seed: 0, provider, plan: [] };
    this.#status.add({ type: 'run:start', at: this.#stamp(), ...run });
    // It ends by its signal, which is not a fault.
    this.#tick().catch(() => undefined);
  }

  add(phase: Parameters<PhaseListener>[0]): void {
    this.#status.add({ type: 'cluster:phase', at: this.#stamp(), ...phase });
    this.#redraw();
  }

  close(): void {
    this.#ended.abort();
    this.#io.out(this.#screen.draw([], []));
  }

  async #tick(): Promise<void> {
    for (;;) {
      await this.#io.clock.sleep(redrawPause, this.#ended.signal);
      this.#status.add({ type: 'tick', at: this.#stamp() });
      this.#redraw();
    }
  }

  #stamp(): string {
    return this.#io.clock.date().toISOString();
  }

  #redraw(): void {
    this.#io.out(this.#screen.draw([], this.#status.lines(Math.min(this.#io.width - 1, widestLine))));
  }
}
