import { formatDuration } from '../../runner/core/duration.ts';
import type { RunEvent } from '../../runner/core/events.ts';
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
      case 'step:end':
        delete running.get(input.scenario)?.step;
        return;
      case 'scenario:end':
        running.delete(input.scenario);
        return;
      case 'run:end':
        bootSince = undefined;
        running.clear();
    }
  };

  const bootLine = (since: number): string => {
    const [phase, phaseSince] = [...phases].at(-1) ?? [];
    const detail = phase === undefined ? '' : `: ${oneLine(phase)} ${formatDuration(now - (phaseSince ?? now))}`;
    return `starting ${oneLine(provider)}${detail}  (${formatDuration(now - since)} in all)`;
  };

  const scenarioLine = ({ title, step }: Activity): string => {
    // Alone, its heading stands right above.
    const path = running.size > 1 ? `${title}${step ? ` ${theme.arrow} ${step.title}` : ''}` : (step?.title ?? title);
    if (!step) return path;
    const elapsed = formatDuration(now - step.since);
    return [path, elapsed, step.message].filter(Boolean).join('  ');
  };

  return {
    add,
    lines(width) {
      const texts = bootSince === undefined ? [...running.values()].map(scenarioLine) : [bootLine(bootSince)];
      const more = texts.length - mostLines;
      return [
        ...texts.slice(0, mostLines).map((text) => `  ${theme.spinner(now)} ${cut(text, width - 4, theme.ellipsis)}`),
        ...(more > 0 ? [`    ${more} more`] : []),
      ];
    },
  };
};
