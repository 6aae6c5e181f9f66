import { formatDuration } from '../../runner/core/duration.ts';
import { tally } from '../../runner/core/fold.ts';
import { columnsOf } from '../../runner/core/frame.ts';
import { notSimulatedNotice } from '../../runner/core/not-simulated.ts';
import {
  type Outcome,
  outcomes,
  type RunRecord,
  type ScenarioRecord,
  type StepRecord,
  type Trouble,
} from '../../runner/core/result.ts';
import { oneLine } from '../shared/escape.ts';
import { describeCluster, troubleTitles } from '../shared/outline.ts';
import { type Layout, markedLines, titleOf, troubleLines } from './lines.ts';
import { outcomeStyles } from './theme.ts';
import { cut, wrap } from './wrap.ts';

/** Repeats in short what did not pass, which may have scrolled away; then the number of steps for each outcome. */
export const summaryLines = (record: RunRecord, layout: Layout): string[] => {
  const repeated = record.scenarios.length > 1 || !record.complete ? repeatLines(record, layout) : [];
  const ended = record.troubles.filter(isEnd).flatMap((trouble) => ['', ...troubleLines(trouble, layout)]);
  return [
    ...ended,
    ...(repeated.length ? ['', layout.theme.paint('bold', 'Did not pass'), ...repeated] : []),
    '',
    ...countLines(record, layout),
    ...noticeLines(record, layout),
  ];
};

/** Said once, and not at each step. */
const noticeLines = ({ scenarios }: RunRecord, { width, theme }: Layout): string[] => {
  const things = scenarios.flatMap(({ troubles, steps }) =>
    [...troubles, ...steps.map(({ result }) => result)].flatMap(({ notSimulated = [] }) => notSimulated),
  );
  const notice = notSimulatedNotice(things);
  return notice ? wrap(oneLine(notice), width).map((line) => theme.paint('magenta', line)) : [];
};

/** Only the record shows that the run did not end; no event did. */
const isEnd = ({ diagnostic }: Trouble): boolean => diagnostic.code === 'run-incomplete';

const repeatLines = (record: RunRecord, layout: Layout): string[] => [
  ...record.scenarios
    .flatMap((scenario) => [
      ...scenario.troubles.map(({ phase, outcome, diagnostic }) => ({
        outcome,
        title: troubleTitles[phase],
        place: '',
        why: diagnostic.message,
        scenario,
      })),
      ...scenario.steps
        .filter(({ result: { outcome } }) => outcome === 'failed' || outcome === 'error')
        .map((step) => ({
          outcome: step.result.outcome,
          title: titleOf(step),
          place: placeOf(step),
          why: step.result.reason?.message ?? '',
          scenario,
        })),
    ])
    .flatMap((each) => shortLines(each, layout)),
  ...record.troubles
    .filter((trouble) => !isEnd(trouble))
    .flatMap(({ phase, outcome, diagnostic }) =>
      shortLines({ outcome, title: troubleTitles[phase], place: '', why: diagnostic.message }, layout),
    ),
];

interface Short {
  outcome: Outcome;
  title: string;
  place: string;
  why: string;
  scenario?: ScenarioRecord;
}

const placeOf = ({ planned: { file, line } }: StepRecord): string =>
  file && line > 0 ? `${oneLine(file)}:${line}` : '';

const shortLines = ({ outcome, title, place, why, scenario }: Short, layout: Layout): string[] => {
  const { width, theme } = layout;
  const path = scenario
    ? `${oneLine(scenario.planned.title) || oneLine(scenario.planned.id)} ${theme.arrow} ${title}`
    : title;
  const detail = [oneLine(why), place].filter(Boolean);
  return [
    ...markedLines(theme.mark(outcome), path, '', layout),
    ...detail.map((line) => theme.paint('dim', `    ${cut(line, width - 4, theme.ellipsis)}`)),
  ];
};

const words: Record<Outcome, (count: number) => string> = {
  passed: (count) => `${count} passed`,
  failed: (count) => `${count} failed`,
  error: (count) => (count === 1 ? '1 error' : `${count} errors`),
  skipped: (count) => `${count} skipped`,
  'not-run': (count) => `${count} not run`,
};

const countLines = (record: RunRecord, { width, theme }: Layout): string[] => {
  const counts = tally(record);
  const troubles = [...record.troubles, ...record.scenarios.flatMap((each) => each.troubles)].length;
  const shown = outcomes.filter((outcome) => outcome === 'passed' || counts[outcome] > 0);
  const segments: Segment[] = [
    ...shown.map((outcome) =>
      segment(words[outcome](counts[outcome]), theme.paint(outcomeStyles[outcome], words[outcome](counts[outcome]))),
    ),
    ...(troubles
      ? [
          segment(
            troubles === 1 ? '1 trouble' : `${troubles} troubles`,
            theme.paint('magenta', troubles === 1 ? '1 trouble' : `${troubles} troubles`),
          ),
        ]
      : []),
  ];
  const last = segments.at(-1);
  if (last) last.end = '  ';
  segments.push(
    segment(`in ${formatDuration(record.durationMs)}${placeText(record)}`),
    segment(`seed ${record.seed}`),
    segment(`record .plumbline/runs/${oneLine(record.runId)}`),
  );
  return pack(segments, width);
};

const placeText = ({ cluster, provider }: RunRecord): string => {
  if (cluster) return ` on ${oneLine(describeCluster(cluster))}`;
  return provider ? ` on ${oneLine(provider)}, which did not start` : '';
};

interface Segment {
  columns: number;
  painted: string;
  end: string;
}

const segment = (text: string, painted = text): Segment => ({ columns: columnsOf(text), painted, end: ', ' });

/** Fills lines with segments. */
const pack = (segments: readonly Segment[], width: number): string[] => {
  const lines = [''];
  let columns = 0;
  for (const [index, { columns: size, painted, end }] of segments.entries()) {
    const tail = index === segments.length - 1 ? '' : end;
    const needed = size + tail.trimEnd().length;
    if (columns > 0 && columns + needed > width) {
      lines.push((lines.pop() ?? '').trimEnd(), '');
      columns = 0;
    }
    if (needed > width) {
      lines.splice(-1, 1, ...wrap(painted + tail, width));
      columns = width;
      continue;
    }
    lines.push((lines.pop() ?? '') + painted + tail);
    columns += size + tail.length;
  }
  return lines;
};
