import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Diagnostic, Span } from '../../../runner/core/diagnostic.ts';
import { columnsOf, renderDiagnostic } from '../../../runner/core/frame.ts';

const plain = { color: false };
const span = (line: number, column: number, endColumn: number, endLine = line): Span => ({
  file: 'a.yaml',
  line,
  column,
  endLine,
  endColumn,
});
const fault = (at: Span): Diagnostic => ({ code: 'schema-value', message: 'It is wrong.', span: at });

/** The source text above the carets. */
const marked = (rendered: string): string => {
  const [, source = '', carets = ''] = rendered.split('\n');
  const start = carets.indexOf('^');
  let before = '';
  for (const character of source) {
    if (columnsOf(before) >= start) break;
    before += character;
  }
  const rest = source.slice(before.length);
  let under = '';
  for (const character of rest) {
    if (columnsOf(under) >= carets.length - start) break;
    under += character;
  }
  return under;
};

describe('renderDiagnostic', () => {
  it('draws place, code, message, line, carets and hint', () => {
    const rendered = renderDiagnostic({ ...fault(span(2, 4, 7)), hint: 'Change it.' }, 'a: 1\nb: two\n', plain);
    assert.equal(
      rendered,
      ['a.yaml:2:4  schema-value  It is wrong.', '  2 | b: two', '    |    ^^^', '    = Change it.'].join('\n'),
    );
  });

  it('leaves out a missing span, text and hint', () => {
    assert.equal(renderDiagnostic({ code: 'internal', message: 'No place.' }, undefined, plain), 'internal  No place.');
    assert.equal(renderDiagnostic(fault(span(1, 1, 2)), undefined, plain), 'a.yaml:1:1  schema-value  It is wrong.');
    assert.equal(marked(renderDiagnostic(fault(span(9, 5, 7)), 'short', plain)), '');
  });

  it('puts the carets under the marked text, whatever comes before it', () => {
    const line = 'a\t你好\u202e🚀 \u001b[31m: wrong # x';
    const start = line.indexOf('wrong') + 1;
    const rendered = renderDiagnostic(fault(span(1, start, start + 5)), line, plain);
    assert.equal(marked(rendered), 'wrong');
    assert.match(rendered, /a\\t你好\\u\{202e\}🚀 \\u\{1b\}\[31m: wrong/);
  });

  it('marks the first line of a span over several', () => {
    assert.equal(marked(renderDiagnostic(fault(span(1, 5, 2, 3)), 'ab: x y\n- z\n', plain)), 'x y');
  });

  it('marks one column if the span is empty', () => {
    assert.match(renderDiagnostic(fault(span(1, 1, 1)), '', plain), /\n {4}\| \^$/);
  });

  for (const [name, before, after] of [
    ['start', 0, 5_000_000],
    ['middle', 3_000, 3_000],
    ['end', 5_000_000, 0],
  ] as const)
    it(`shows a fault at the ${name} of a long line`, () => {
      const line = `${'b'.repeat(before)}WRONG${'a'.repeat(after)}`;
      const rendered = renderDiagnostic(fault(span(1, before + 1, before + 6)), line, plain);
      assert.equal(marked(rendered), 'WRONG');
      for (const each of rendered.split('\n')) assert.ok(each.length <= 110, each);
    });

  it('cuts a marked text that is longer than the line', () => {
    const rendered = renderDiagnostic(fault(span(1, 5, 3_000)), `abc ${'x'.repeat(5_000)}`, plain);
    assert.match(rendered, /\| abc x+…\n/);
    assert.ok(rendered.length < 300);
  });

  it('uses colours only if asked, and resets them', () => {
    const rendered = renderDiagnostic(fault(span(1, 1, 2)), 'ab', { color: true });
    assert.ok(rendered.includes('\u001b[31mschema-value\u001b[39m'));
    assert.ok(!renderDiagnostic(fault(span(1, 1, 2)), 'ab', plain).includes('\u001b'));
  });

  it('removes every control character, and every line fits', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(text, fc.nat(300), fc.nat(300), (line, first, second) => {
        const rendered = renderDiagnostic(
          { ...fault(span(1, Math.min(first, second) + 1, Math.max(first, second) + 1)), message: line, hint: line },
          line,
          plain,
        );
        assert.doesNotMatch(rendered.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
        assert.ok(columnsOf(rendered.split('\n')[1] ?? '') <= 110);
      }),
    );
  });
});
