import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cut, wrap } from '../../../reporters/console/wrap.ts';
import { columnsOf } from '../../../runner/core/frame.ts';

const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '全', 'é', '-', '…') });

describe('wrap', () => {
  it('breaks at blanks, and a long word at the end of the line', () => {
    assert.deepEqual(wrap('the quick brown fox', 10), ['the quick', 'brown fox']);
    assert.deepEqual(wrap('see https://example.org/a', 10), ['see', 'https://ex', 'ample.org/', 'a']);
  });

  it('keeps blanks at the start of a line: they may be columns', () => {
    assert.deepEqual(wrap('    indented', 20), ['    indented']);
  });

  it('fits, and loses nothing but blanks', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 8, max: 30 }), (text, width) => {
        const lines = wrap(text, width);
        for (const each of lines) assert.ok(columnsOf(each) <= width, each);
        assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
      }),
    );
  });
});

describe('cut', () => {
  it('marks the cut', () => {
    assert.equal(cut('abcdef', 6, '…'), 'abcdef');
    assert.equal(cut('abcdef', 5, '…'), 'abcd…');
    assert.equal(cut('全角文字', 6, '…'), '全角…');
    assert.equal(cut('abcdef', 5, '...'), 'ab...');
  });

  it('fits', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 3, max: 30 }), (text, width) =>
        assert.ok(columnsOf(cut(text, width, '…')) <= width),
      ),
    );
  });
});
