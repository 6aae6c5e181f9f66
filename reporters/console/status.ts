import { formatDuration } from '../../runner/core/duration.ts';
import type { RunEvent } from '../../runner/core/events.ts';
import { columnsOf } from '../../runner/core/frame.ts';
import type { Tick } from '../reporter.ts';
import { oneLine } from '../shared/escape.ts';
import type { Theme } from './theme.ts';
import { cut } from './wrap.ts';

/** The work of this moment, for the lines below the transcript. */
export interface Status {
  add(input: RunEvent | Tick): void;
  /** At most one line for each scenario, each within `width` columns. */
  lines(width: number): string[];
}

interface Activity {
  title: string;
  /** The transcript already shows its heading. */
  headed?: boolean;
  step?: { title: string; since: number; message: string };
}

/** More lines than these would scroll a small terminal, and lines that scrolled away cannot be redrawn. */
const mostLines = 8;

class ConsoleStatus implements Status {
  readonly #theme: Theme;
  #now = 0;
  #bootSince: number | undefined;
  #provider = '';
  readonly #phases = new Map<string, number>();
  readonly #running = new Map<string, Activity>();

  constructor(theme: Theme) {
    this.#theme = theme;
  }

  add(input: RunEvent | Tick): void {
    this.#now = Math.max(this.#now, Date.parse(input.at) || 0);
    switch (input.type) {
      case 'run:start':
        this.#provider = input.provider;
        return;
      case 'cluster:phase':
        this.#bootSince ??= this.#now;
        if (input.endMs === undefined) this.#phases.set(input.phase, this.#now);
        else this.#phases.delete(input.phase);
        return;
      case 'cluster:ready':
        this.#bootSince = undefined;
        return;
      case 'scenario:start':
        this.#bootSince = undefined;
        this.#running.set(input.scenario, { title: oneLine(input.title) || oneLine(input.scenario) });
        return;
      case 'step:start':
        this.#activityOf(input.scenario).step = { title: oneLine(input.title), since: this.#now, message: '' };
        return;
      case 'step:progress': {
        const step = this.#running.get(input.scenario)?.step;
        if (step) step.message = oneLine(input.message);
        return;
      }
      case 'step:end': {
        const activity = this.#running.get(input.scenario);
        delete activity?.step;
        if (activity && this.#running.size === 1) activity.headed = true;
        return;
      }
      case 'scenario:end':
        this.#running.delete(input.scenario);
        return;
      case 'run:end':
        this.#bootSince = undefined;
        this.#running.clear();
    }
  }

  lines(width: number): string[] {
    const room = width - 4;
    const texts =
      this.#bootSince === undefined
        ? [...this.#running.values()].map((activity) => this.#scenarioLine(activity, room))
        : [this.#bootLine(this.#bootSince, room)];
    const more = texts.length - mostLines;
    return [
      ...texts.slice(0, mostLines).map((text) => `  ${this.#theme.spinner(this.#now)} ${text}`),
      ...(more > 0 ? [`    ${more} more`] : []),
    ];
  }

  #activityOf(scenario: string): Activity {
    const activity = this.#running.get(scenario) ?? { title: oneLine(scenario) };
    this.#running.set(scenario, activity);
    return activity;
  }

  #bootLine(since: number, width: number): string {
    const [phase, phaseSince = this.#now] = [...this.#phases].at(-1) ?? [];
    const detail = phase === undefined ? '' : `: ${oneLine(phase)} ${formatDuration(this.#now - phaseSince)}`;
    return this.#arrange(`starting ${oneLine(this.#provider)}${detail}`, '', since, width);
  }

  #scenarioLine({ title, headed, step }: Activity, width: number): string {
    const { arrow, ellipsis } = this.#theme;
    if (!step) return cut(title, width, ellipsis);
    const short = cut(title, Math.floor(width / 3), ellipsis);
    const path = this.#running.size > 1 || !headed ? `${short} ${arrow} ${step.title}` : step.title;
    return this.#arrange(path, step.message, step.since, width);
  }

  /** The elapsed time always shows, at the right end; the path gets at least half of the rest. */
  #arrange(path: string, message: string, since: number, width: number): string {
    const { ellipsis } = this.#theme;
    const time = formatDuration(this.#now - since);
    const room = width - time.length - 2;
    const shownPath = cut(path, Math.max(Math.floor(room / 2), room - columnsOf(message) - 2), ellipsis);
    const left = room - columnsOf(shownPath) - 2;
    const text = message && left > 4 ? `${shownPath}  ${cut(message, left, ellipsis)}` : shownPath;
    return `${text}${' '.repeat(Math.max(0, room - columnsOf(text)))}  ${time}`;
  }
}

export const makeStatus = (theme: Theme): Status => new ConsoleStatus(theme);
