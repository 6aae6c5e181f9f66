import type { Diagnostic, Span } from '../core/diagnostic.ts';
import type { JsonPath, JsonValue } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';

/** Takes a fault of a file; loading goes on. */
export type Sink = (diagnostic: Diagnostic) => void;

/** One document of a file that a person wrote: its value, and a place for whatever is wrong with it. */
export interface Page {
  file: string;
  value: JsonValue;
  span(path: JsonPath, at?: 'key' | 'value'): Span;
  /** Reports a fault of what stands at the path; of `written`, a part of the text there, when it can be found. */
  report(fault: Omit<Diagnostic, 'span'>, path: JsonPath, at?: 'key' | 'value', written?: string): void;
}

/** Faults told of one document: a hostile text has one in each value, and nobody reads more. */
const mostFaults = 100;

/** The place of a part of the text within a span; the span itself when the part is not in it as it is written. */
const narrowTo = (span: Span, lines: readonly string[], written: string): Span => {
  for (let line = span.line; line <= span.endLine; line++) {
    const source = lines[line - 1] ?? '';
    const start = source.indexOf(written, line === span.line ? span.column - 1 : 0);
    const end = start + written.length;
    if (start < 0 || (line === span.endLine && end > span.endColumn - 1)) continue;
    return { file: span.file, line, column: start + 1, endLine: line, endColumn: end + 1 };
  }
  return span;
};

export const createPage = (file: string, text: string, document: SourceDocument, sink: Sink): Page => {
  const span: Page['span'] = (path, at) => document.locate(path, at);
  let told = 0;
  let lines: string[] | undefined;
  return {
    file,
    value: document.value,
    span,
    report: ({ code, message, hint }, path, at, written) => {
      if (++told > mostFaults) return;
      const whole = span(path, at);
      lines ??= text.split('\n');
      const place = written === undefined ? whole : narrowTo(whole, lines, written);
      sink({ code, message, ...(hint !== undefined && { hint }), span: place });
    },
  };
};
