import { columnsOf } from '../../runner/core/frame.ts';

/** Wraps a line at blanks into lines of at most `width` columns. A longer word is broken at the end of the line. */
export const wrap = (line: string, width: number): string[] => {
  const most = Math.max(width, 8);
  const lines: string[] = [];
  let current = '';
  let columns = 0;
  for (const part of line.split(/(?<= )(?! )/)) {
    const size = columnsOf(part.trimEnd());
    if (columns > 0 && columns + size > most) {
      lines.push(current.trimEnd());
      current = '';
      columns = 0;
    }
    for (const piece of size > most ? pieces(part, most) : [part]) {
      if (columns > 0 && columns + columnsOf(piece) > most && size > most) {
        lines.push(current.trimEnd());
        current = '';
        columns = 0;
      }
      current += piece;
      columns += columnsOf(piece);
    }
  }
  lines.push(current.trimEnd());
  return lines;
};

const pieces = (word: string, width: number): string[] => {
  const all = [''];
  let columns = 0;
  for (const character of word) {
    const size = columnsOf(character);
    if (columns + size > width) {
      all.push('');
      columns = 0;
    }
    all.push((all.pop() ?? '') + character);
    columns += size;
  }
  return all;
};

/** Cuts a line to at most `width` columns; an ellipsis stands for the rest. */
export const cut = (line: string, width: number, ellipsis: string): string => {
  if (columnsOf(line) <= width) return line;
  let left = width - columnsOf(ellipsis);
  let kept = '';
  for (const character of line) {
    left -= columnsOf(character);
    if (left < 0) break;
    kept += character;
  }
  return kept.trimEnd() + ellipsis;
};
