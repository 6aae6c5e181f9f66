import { formatDuration } from '../../runner/core/duration.ts';
import { columnsOf } from '../../runner/core/frame.ts';
import type { Evidence, StepRecord, Trouble } from '../../runner/core/result.ts';
import { oneLine, visibleLines } from '../shared/escape.ts';
import { type OutlineRow, outlineStep, outlineTrouble, shownEvidence, troubleTitles } from '../shared/outline.ts';
import type { Theme } from './theme.ts';
import { cut, wrap } from './wrap.ts';

/** The style of lines. `width` is the longest line, which may be shorter than the terminal's. */
export interface Layout {
  width: number;
  theme: Theme;
}

const detailIndent = ' '.repeat(4);
const labelWidth = 11;
/** The number of lines that are shown of each piece of evidence, at its start and at its end. */
const shownLines = { head: 8, tail: 4 };
const mostEvidence = 4;
/** The most lines of a wrapped text: an observation may be a whole page. */
const mostTextLines = 8;

/** The line of a step that has ended, and below it the reason if it did not pass. */
export const stepLines = (step: StepRecord, layout: Layout): string[] => {
  const { planned, result } = step;
  const { outcome, attempts, durationMs, reason } = result;
  const { theme } = layout;
  const ran = outcome !== 'skipped' && outcome !== 'not-run';
  const time = ran ? formatDuration(durationMs) : '';
  // The number of looks is of interest only if the step did not pass.
  const note = [attempts > 1 && outcome !== 'passed' ? `${attempts} tries` : '', time].filter(Boolean).join('  ');
  const lines = markedLines(theme.mark(outcome), titleOf(step), note, layout);
  if (outcome === 'passed') return lines;
  if (!ran)
    return [...lines, ...indented(oneLine(reason?.message ?? ''), layout).map((line) => theme.paint('dim', line))];
  return [...lines, ...rowLines(outlineStep(planned, result), layout), ...evidenceLines(result.evidence, layout)];
};

export const troubleLines = (trouble: Trouble, layout: Layout): string[] => [
  ...markedLines(layout.theme.mark(trouble.outcome), troubleTitles[trouble.phase], '', layout),
  ...rowLines(outlineTrouble(trouble), layout),
  ...evidenceLines(trouble.evidence ?? [], layout),
];

/** Steps that did not run, as one line if there are at least 3 and all have the same reason. */
export const notRunLines = (steps: readonly StepRecord[], layout: Layout): string[] => {
  const reasons = new Set(steps.map(({ result }) => result.reason?.message));
  if (steps.length < 3 || reasons.size > 1) return steps.flatMap((step) => stepLines(step, layout));
  const [reason = ''] = reasons;
  return [
    ...markedLines(layout.theme.mark('not-run'), `${steps.length} steps did not run`, '', layout),
    ...indented(oneLine(reason), layout).map((line) => layout.theme.paint('dim', line)),
  ];
};

/** The title with the values of its expressions if they are known, else the planned title. */
export const titleOf = ({ planned: { title, id }, result }: StepRecord): string =>
  oneLine(result.title ?? title) || oneLine(id);

/** A mark, a text that is wrapped into an indented block, and a note at the right end of the first line. */
export const markedLines = (mark: string, text: string, note: string, { width, theme }: Layout): string[] => {
  const room = width - 2 - (note ? note.length + 2 : 0);
  const [first = '', ...others] = wrap(text, room);
  const gap = note
    ? ' '.repeat(Math.max(2, width - 2 - note.length - columnsOf(first))) + theme.paint('dim', note)
    : '';
  return [`${mark} ${first}${gap}`, ...others.map((line) => `  ${line}`)];
};

const indented = (text: string, { width }: Layout): string[] =>
  text ? wrap(text, width - detailIndent.length).map((line) => detailIndent + line) : [];

const rowLines = (rows: readonly OutlineRow[], layout: Layout): string[] =>
  rows.flatMap((row) => labelled(row, layout));

const labelled = ({ label, text }: OutlineRow, { width, theme }: Layout): string[] => {
  const head = detailIndent + theme.paint('dim', label.padEnd(labelWidth));
  const hang = ' '.repeat(detailIndent.length + labelWidth);
  const lines = visibleLines(text.trim());
  // A command must stay on one line, so that it can be pasted; the terminal may wrap it.
  const wrapped = label === 'reproduce' ? lines : lines.flatMap((line) => wrap(line, width - hang.length));
  const shown = wrapped.length > mostTextLines ? [...wrapped.slice(0, mostTextLines), theme.ellipsis] : wrapped;
  return shown.map((line, index) => (index === 0 ? head : hang) + line);
};

const evidenceLines = (evidence: readonly Evidence[], layout: Layout): string[] => {
  const all = shownEvidence(evidence);
  const more = all.length - mostEvidence;
  return [
    ...all.slice(0, mostEvidence).flatMap((each) => oneEvidence(each, layout)),
    ...(more > 0 ? [layout.theme.paint('dim', `${detailIndent}${more} more in the record`)] : []),
  ];
};

const oneEvidence = ({ title, text }: Evidence, { width, theme }: Layout): string[] => {
  const { head, tail } = shownLines;
  const lines = visibleLines(text.trimEnd());
  const skipped = lines.length - head - tail;
  const shown =
    skipped > 1 ? [...lines.slice(0, head), `${theme.ellipsis} ${skipped} lines`, ...lines.slice(-tail)] : lines;
  const bar = theme.paint('dim', `${detailIndent}| `);
  return [
    theme.paint('dim', `${detailIndent}${cut(oneLine(title), width - detailIndent.length, theme.ellipsis)}`),
    ...shown.map((line) => bar + cut(line, width - detailIndent.length - 2, theme.ellipsis)),
  ];
};
