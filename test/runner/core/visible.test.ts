import assert from 'node:assert/strict';
import fc from 'fast-check';
import { excerpt, visible } from '../../../runner/core/visible.ts';

describe('visible', () => {
  it('shows characters that a terminal would act on or hide', () => {
    assert.equal(
      visible('a\tb\n\u001b[31m\u202e\u200b\u00a0\u3164'),
      'a\\tb\\n\\u{1b}[31m\\u{202e}\\u{200b}\\u{a0}\\u{3164}',
    );
  });

  it('does not change letters of any script, emoji and spaces', () => {
    assert.equal(visible('é 你好 🚀 naïve'), 'é 你好 🚀 naïve');
  });

  it('leaves no control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(visible(text), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        assert.ok(excerpt(text, 20).length <= 20);
      }),
    );
  });

  it('cuts long text and says so', () => {
    assert.equal(excerpt('abcdef', 4), 'abc…');
    assert.equal(excerpt('abcd', 4), 'abcd');
    assert.ok(excerpt('x'.repeat(10_000_000)).endsWith('…'));
  });
});
