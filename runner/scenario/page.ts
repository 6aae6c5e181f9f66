import type { Diagnostic, Span } from '../core/diagnostic.ts';
import type { JsonPath, JsonValue } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';

/** Receives the faults of a file one by one; loading continues. */
export type Sink = (diagnostic: Diagnostic) => void;

/**
 * At most this many faults are reported for one document: a hostile file has one in each value, and a reader needs no
 * more.
 */
const mostFaults = 100;

/**
 * The place of a part of the text within a span, or the span itself if its text does not contain the part literally.
 */
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

export interface PageSource {
  file: string;
  text: string;
  document: SourceDocument;
  sink: Sink;
}

/** One document of a file that a person wrote: its value, and the place of every fault in it. */
export class Page {
  readonly file: string;
  readonly value: JsonValue;
  readonly #text: string;
  readonly #document: SourceDocument;
  readonly #sink: Sink;
  #reported = 0;
  #lines: string[] | undefined;

  constructor({ file, text, document, sink }: PageSource) {
    this.file = file;
    this.value = document.value;
    this.#text = text;
    this.#document = document;
    this.#sink = sink;
  }

  span(path: JsonPath, at?: 'key' | 'value'): Span {
    return this.#document.locate(path, at);
  }

  /** Reports a fault in the key or value at a path. With `written`, the place is that part of the value's text. */
  report(
    { code, message, hint }: Omit<Diagnostic, 'span'>,
    path: JsonPath,
    at?: 'key' | 'value',
    written?: string,
  ): void {
    this.#reported++;
    if (this.#reported > mostFaults) return;
    const whole = this.span(path, at);
    const span = written === undefined ? whole : narrowTo(whole, this.#linesOfText(), written);
    this.#sink({ code, message, ...(hint !== undefined && { hint }), span });
  }

  #linesOfText(): string[] {
    this.#lines ??= this.#text.split('\n');
    return this.#lines;
  }
}
