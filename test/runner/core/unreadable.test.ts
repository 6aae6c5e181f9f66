import assert from 'node:assert/strict';
import { findUnreadable } from '../../../runner/core/unreadable.ts';

describe('unreadable characters', () => {
  for (const character of [
    '\0',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ufffe',
    '\ud800',
    '\udc00',
  ])
    it(`finds U+${character.charCodeAt(0).toString(16)}`, () => {
      assert.deepEqual(findUnreadable(`ab${character}`)?.range, [2, 3]);
    });

  it('accepts text, line ends, tabs, emoji and a byte order mark at the start', () => {
    assert.equal(findUnreadable('\ufeffa\tb\r\nc\nd é 你好 😀'), undefined);
  });
});
