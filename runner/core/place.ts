import type { Span } from './diagnostic.ts';

/** Offsets in UTF-16 units → lines and columns from 1. */
export const makePlace = (text: string, file: string): ((start: number, end: number) => Span) => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const position = (offset: number): [line: number, column: number] => {
    const bounded = Math.max(0, Math.min(offset, text.length));
    let low = 0;
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= bounded) low = middle;
      else high = middle;
    }
    return [low + 1, bounded - (starts[low] ?? 0) + 1];
  };
  return (start, end) => {
    const [line, column] = position(start);
    const [endLine, endColumn] = position(Math.max(start, end));
    return { file, line, column, endLine, endColumn };
  };
};
