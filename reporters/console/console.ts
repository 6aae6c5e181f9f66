import { formatDuration } from '../../runner/core/duration.ts';
import type { RunEvent } from '../../runner/core/events.ts';
import { startFold } from '../../runner/core/fold.ts';
import type { RunRecord } from '../../runner/core/result.ts';
import { defineStream } from '../reporter.ts';
import { oneLine } from '../shared/escape.ts';
import { describeCluster } from '../shared/outline.ts';
import { type Layout, markedLines } from './lines.ts';
import { makeLiveScreen, plainScreen } from './screen.ts';
import { makeStatus } from './status.ts';
import { summaryLines } from './summary.ts';
import { makeTheme } from './theme.ts';
import { makeTranscript } from './transcript.ts';
import { wrap } from './wrap.ts';

/** Longer lines are hard to read, also on a wide terminal. */
const widestLine = 100;
const narrowestLine = 24;

/** Text for people: a line for each step, below it the reason if it did not pass, and a summary at the end. */
export const console = defineStream({
  name: 'console',
  summary: 'live text for people',
  extension: 'txt',
  start({ color, width, interactive, ascii = false }) {
    const theme = makeTheme({ color, ascii });
    // The last column stays free: after a line that fills it, terminals differ in the place of the cursor.
    const statusWidth = Math.min(width - 1, widestLine);
    const layout: Layout = { width: Math.min(Math.max(width, narrowestLine), widestLine), theme };
    const folding = startFold();
    const transcript = makeTranscript(layout);
    const status = makeStatus(theme);
    const screen = interactive ? makeLiveScreen() : plainScreen;
    return {
      add(input) {
        status.add(input);
        if (input.type === 'tick') return screen.draw([], status.lines(statusWidth));
        folding.add(input);
        const standing = [...runLines(input, layout, interactive), ...transcript.add(input)];
        return screen.draw(standing, interactive ? status.lines(statusWidth) : []);
      },
      end: () => screen.draw([...transcript.flush(), ...endLines(folding.record(), layout)], []),
    };
  },
});

/** The lines of events that belong to no scenario. */
const runLines = (event: RunEvent, layout: Layout, interactive: boolean): string[] => {
  const { width, theme } = layout;
  switch (event.type) {
    case 'run:start': {
      const steps = event.plan.reduce((sum, { steps }) => sum + steps.length, 0);
      const amount = `${counted(steps, 'step')} in ${counted(event.plan.length, 'scenario')}`;
      return wrap(`${oneLine(event.tool)}: ${amount} on ${oneLine(event.provider)}`, width);
    }
    case 'cluster:phase':
      if (interactive || event.endMs === undefined) return [];
      return markedLines(' ', oneLine(event.phase), formatDuration(event.endMs - event.startMs), layout);
    case 'cluster:ready': {
      const { cluster, durationMs } = event;
      return wrap(`${oneLine(describeCluster(cluster))}, ready in ${formatDuration(durationMs)}`, width);
    }
    case 'run:interrupted':
      return ['', ...wrap(`Interrupted by ${oneLine(event.signal)}: stopping, then cleaning up.`, width)].map((line) =>
        theme.paint('yellow', line),
      );
    default:
      return [];
  }
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Empty if there was no event, and so no run to summarise. */
const endLines = (record: RunRecord, layout: Layout): string[] =>
  record.startedAt === '' ? [] : summaryLines(record, layout);
