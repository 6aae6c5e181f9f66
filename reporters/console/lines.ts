import { formatDuration } from '../../runner/core/duration.ts';
import { columnsOf } from '../../runner/core/frame.ts';
import type { Evidence, StepRecord, Trouble } from '../../runner/core/result.ts';
import { oneLine, visibleLines } from '../shared/escape.ts';
import { type OutlineRow, outlineStep, outlineTrouble, shownEvidence, troubleTitles } from '../shared/outline.ts';
import type { Theme } from './theme.ts';
import { cut, wrap } from './wrap.ts';

/** How lines are drawn. `width` is what lines may fill, not the terminal's. */
export interface Layout {
  width: number;
  theme: Theme;
}

const detailIndent = ' '.repeat(4);
const labelWidth = 11;
/** Of each piece of evidence, from its start and from its end. */
const shownLines = { head: 8, tail: 4 };
const mostEvidence = 4;
/** Wrapped text is cut here: an observation may be a whole page. */
const mostTextLines = 8;

/** A step that ended: its line, and below it why it did not pass. */
export const stepLines = (step: StepRecord, layout: Layout): string[] => {
  const { planned, result } = step;
  const { outcome, attempts, durationMs, reason } = result;
  const { theme } = layout;
  const ran = outcome !== 'skipped' && outcome !== 'not-run';
  const time = ran ? formatDuration(durationMs) : '';
  // How often a step had to look says something only when it was in vain.
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

/** Many steps that did not run for one reason are one line. */
export const notRunLines = (steps: readonly StepRecord[], layout: Layout): string[] => {
  const reasons = new Set(steps.map(({ result }) => result.reason?.message));
  if (steps.length < 3 || reasons.size > 1) return steps.flatMap((step) => stepLines(step, layout));
  const [reason = ''] = reasons;
  return [
    ...markedLines(layout.theme.mark('not-run'), `${steps.length} steps did not run`, '', layout),
    ...indented(oneLine(reason), layout).map((line) => layout.theme.paint('dim', line)),
  ];
};

/** The title with its values when they are known, as planned otherwise. */
export const titleOf = ({ planned: { title, id }, result }: StepRecord): string =>
  oneLine(result.title ?? title) || oneLine(id);

/** A mark, text that goes on below itself, and a note at the right end of the first line. */
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
  // A line to paste must stay whole; the terminal itself may fold it.
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
