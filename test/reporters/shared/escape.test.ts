import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bound, escapeXmlAttribute, escapeXmlLines, oneLine, visibleLines } from '../../../reporters/shared/escape.ts';
import { hostileText } from '../../support/sample-run.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(...Array.from(hostileText), '\n', '\r', '\t', '[', ']', '&', '\uDC00', 'ATTACHMENT|'),
  }),
);

/** Control characters, marks that reorder or hide, halves of characters. */
const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** XML 1.0, production 2. */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

describe('escape', () => {
  it('shows characters that a terminal would act on', () => {
    assert.deepEqual(visibleLines('\u001b[31mred\u0007 \u202Egnp'), ['\\u{1b}[31mred\\u{7} \\u{202e}gnp']);
  });

  it('keeps lines and columns of ordinary text', () => {
    assert.deepEqual(visibleLines('a\r\nb\n\tc\tcd\te'), ['a', 'b', '        c       cd      e']);
    assert.equal(oneLine('  a\n  b\tc '), 'a b c');
  });

  it('leaves no harmful character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(visibleLines(text).join(''), harmful);
        assert.doesNotMatch(oneLine(text), harmful);
      }),
    );
  });

  it('keeps every line complete', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => assert.equal(visibleLines(text).join('\n'), text)),
    );
  });

  it('escapes the escape character first', () => {
    assert.equal(escapeXmlLines('&lt; <a b="c"> ]]>'), '&amp;lt; &lt;a b=&quot;c&quot;&gt; ]]&gt;');
    assert.equal(escapeXmlAttribute('a\nb'), 'a b');
  });

  it('can be undone: unescaped XML text is the visible text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('&', '<', '>', '"', 'a', 'm', 'p', 'l', 't', ';') }), (text) => {
        const undone = escapeXmlLines(text)
          .replaceAll('&quot;', '"')
          .replaceAll('&gt;', '>')
          .replaceAll('&lt;', '<')
          .replaceAll('&amp;', '&');
        assert.equal(undone, text);
      }),
    );
  });

  it('writes only XML characters, and no directive that a CI system follows', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const escaped of [escapeXmlLines(text), escapeXmlAttribute(text)]) {
          assert.doesNotMatch(escaped, forbidden);
          assert.doesNotMatch(escaped, /[<>"]|&(?!(amp|lt|gt|quot);)/);
          assert.doesNotMatch(escaped, /\[\[\/?(ATTACHMENT|PROPERTY)\b/i);
        }
      }),
    );
    assert.equal(
      escapeXmlLines('[[[attachment|/etc/passwd]] [[/PROPERTY]]'),
      '[[ [attachment|/etc/passwd]] [ [/PROPERTY]]',
    );
  });

  it('keeps both ends of a long text and says how much is left out', () => {
    assert.equal(bound('abcdef', 6), 'abcdef');
    assert.equal(bound('abcdefghij', 4), 'ab\n… 6 characters left out …\nij');
  });
});
