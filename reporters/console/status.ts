import { formatDuration } from '../../runner/core/duration.ts';
import type { RunEvent } from '../../runner/core/events.ts';
import { columnsOf } from '../../runner/core/frame.ts';
import type { Tick } from '../reporter.ts';
import { oneLine } from '../shared/escape.ts';
import type { Theme } from './theme.ts';
import { cut } from './wrap.ts';

/** What goes on right now, for the lines below the transcript. */
export interface Status {
  add(input: RunEvent | Tick): void;
  /** At most one line a scenario, each within `width` columns. */
  lines(width: number): string[];
}

interface Activity {
  title: string;
  /** Its heading stands in the transcript already. */
  headed?: boolean;
  step?: { title: string; since: number; message: string };
}

/** More lines than these would scroll a small terminal, which a redraw does not survive. */
const mostLines = 8;

export const makeStatus = (theme: Theme): Status => {
  let now = 0;
  let bootSince: number | undefined;
  let provider = '';
  const phases = new Map<string, number>();
  const running = new Map<string, Activity>();

  const add = (input: RunEvent | Tick): void => {
    now = Math.max(now, Date.parse(input.at) || 0);
    switch (input.type) {
      case 'run:start':
        provider = input.provider;
        return;
      case 'cluster:phase':
        bootSince ??= now;
        if (input.endMs === undefined) phases.set(input.phase, now);
        else phases.delete(input.phase);
        return;
      case 'cluster:ready':
        bootSince = undefined;
        return;
      case 'scenario:start':
        bootSince = undefined;
        running.set(input.scenario, { title: oneLine(input.title) || oneLine(input.scenario) });
        return;
      case 'step:start': {
        const activity = running.get(input.scenario) ?? { title: oneLine(input.scenario) };
        running.set(input.scenario, activity);
        activity.step = { title: oneLine(input.title), since: now, message: '' };
        return;
      }
      case 'step:progress': {
        const step = running.get(input.scenario)?.step;
        if (step) step.message = oneLine(input.message);
        return;
      }
      case 'step:end': {
        const activity = running.get(input.scenario);
        delete activity?.step;
        if (activity && running.size === 1) activity.headed = true;
        return;
      }
      case 'scenario:end':
        running.delete(input.scenario);
        return;
      case 'run:end':
        bootSince = undefined;
        running.clear();
    }
  };

  const bootLine = (since: number, width: number): string => {
    const [phase, phaseSince] = [...phases].at(-1) ?? [];
    const detail = phase === undefined ? '' : `: ${oneLine(phase)} ${formatDuration(now - (phaseSince ?? now))}`;
    return arrange(`starting ${oneLine(provider)}${detail}`, '', formatDuration(now - since), width);
  };

  const scenarioLine = ({ title, headed, step }: Activity, width: number): string => {
    if (!step) return cut(title, width, theme.ellipsis);
    const short = cut(title, Math.floor(width / 3), theme.ellipsis);
    const path = running.size > 1 || !headed ? `${short} ${theme.arrow} ${step.title}` : step.title;
    return arrange(path, step.message, formatDuration(now - step.since), width);
  };

  /** The time always shows, at the right end; of the rest the path has at least half. */
  const arrange = (path: string, message: string, time: string, width: number): string => {
    const room = width - time.length - 2;
    const shownPath = cut(path, Math.max(Math.floor(room / 2), room - columnsOf(message) - 2), theme.ellipsis);
    const left = room - columnsOf(shownPath) - 2;
    const text = message && left > 4 ? `${shownPath}  ${cut(message, left, theme.ellipsis)}` : shownPath;
    return `${text}${' '.repeat(Math.max(0, room - columnsOf(text)))}  ${time}`;
  };

  return {
    add,
    lines(width) {
      const room = width - 4;
      const texts =
        bootSince === undefined
          ? [...running.values()].map((activity) => scenarioLine(activity, room))
          : [bootLine(bootSince, room)];
      const more = texts.length - mostLines;
      return [
        ...texts.slice(0, mostLines).map((text) => `  ${theme.spinner(now)} ${text}`),
        ...(more > 0 ? [`    ${more} more`] : []),
      ];
    },
  };
};
