import { styleText } from 'node:util';
import type { Diagnostic, Span } from './diagnostic.ts';
import { excerpt, visible } from './visible.ts';

export interface FrameOptions {
  color: boolean;
  /** The most columns of the source line to show. Default 100. */
  width?: number;
}

const zeroWidth = /^\p{M}$/u;
const doubleWidth =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}])$/u;

const widthOf = (character: string): 0 | 1 | 2 => {
  if (zeroWidth.test(character)) return 0;
  return doubleWidth.test(character) ? 2 : 1;
};

/** The number of columns that a terminal gives to text without control characters. https://www.unicode.org/reports/tr11/ */
export const columnsOf = (text: string): number => {
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
};

/** The characters at the start of a text that fit into `columns`. */
const takeStart = (characters: readonly string[], columns: number): string => {
  let taken = '';
  for (const character of characters) {
    columns -= columnsOf(character);
    if (columns < 0) break;
    taken += character;
  }
  return taken;
};

const takeEnd = (characters: readonly string[], columns: number): string => {
  const taken: string[] = [];
  for (const character of characters.toReversed()) {
    columns -= columnsOf(character);
    if (columns < 0) break;
    taken.unshift(character);
  }
  return taken.join('');
};

/** The parts of a line before, under and after the carets, cut so that all fit into `width` columns. */
const cutLine = (line: string, span: Span, width: number): [before: string, marked: string, after: string] => {
  const start = Math.min(span.column - 1, line.length);
  const end = span.endLine > span.line ? line.length : Math.min(Math.max(span.endColumn - 1, start), line.length);
  const charactersOf = (from: number, to: number): string[] => Array.from(line.slice(from, to), visible);
  // No part is read beyond the window, because the line of a hostile file may have any length.
  const before = charactersOf(Math.max(0, start - width), start);
  const marked = charactersOf(start, Math.min(end, start + width));
  const after = charactersOf(end, end + width);
  if (
    columnsOf([...before, ...marked, ...after].join('')) <= width &&
    start <= width &&
    line.length - start <= 2 * width
  )
    return [before.join(''), marked.join(''), after.join('')];
  let shownMarked = takeStart(marked, Math.floor(width / 2));
  if (shownMarked.length < marked.join('').length || end > start + width) shownMarked += '…';
  let shownBefore = takeEnd(before, Math.floor(width / 3));
  if (shownBefore.length < before.join('').length || start > width) shownBefore = `…${shownBefore}`;
  let shownAfter = takeStart(after, width - columnsOf(shownBefore) - columnsOf(shownMarked) - 1);
  if (shownMarked.endsWith('…')) shownAfter = '';
  else if (shownAfter.length < after.join('').length || line.length > end + width) shownAfter += '…';
  return [shownBefore, shownMarked, shownAfter];
};

const lineOf = (text: string, number: number): string => {
  let start = 0;
  for (let line = 1; line < number; line++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return '';
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
};

/**
 * One diagnostic as text without a newline at its end:
 * `file:line:column  code  message`, the source line with carets below it (if `text`, the file's text, is given), the hint.
 */
export const renderDiagnostic = (
  { code, message, hint, span }: Diagnostic,
  text: string | undefined,
  { color, width = 100 }: FrameOptions,
): string => {
  const paint = (style: Parameters<typeof styleText>[0], painted: string): string =>
    color && painted ? styleText(style, painted, { validateStream: false }) : painted;
  const place = span && `${excerpt(span.file, 300)}:${span.line}:${span.column}`;
  const lines = [[...(place ? [paint('bold', place)] : []), paint('red', code), visible(message)].join('  ')];
  const number = String(span?.line ?? '');
  const gutter = (label: string): string => paint('dim', `${label.padStart(number.length + 2)} |`);
  if (span && text !== undefined) {
    const [before, marked, after] = cutLine(lineOf(text, span.line), span, width);
    lines.push(`${gutter(number)} ${before}${marked}${after}`.trimEnd());
    const carets = '^'.repeat(Math.max(1, columnsOf(marked)));
    lines.push(`${gutter('')} ${' '.repeat(columnsOf(before))}${paint('red', carets)}`);
  }
  if (hint) lines.push(`${' '.repeat(number.length + 2)} ${paint('dim', '=')} ${visible(hint)}`);
  return lines.join('\n');
};
