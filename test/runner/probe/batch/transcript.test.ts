import assert from 'node:assert/strict';
import fc from 'fast-check';
import { freshMark, readRecords } from '../../../../runner/probe/batch/transcript.ts';

describe('readRecords', () => {
  it('returns any output unchanged', () => {
    const mark = freshMark();
    const text = fc.oneof(fc.string(), fc.constantFrom('\n', 'plumbline-', `\nplumbline-00 end 200`, '\r\n\r\n'));
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const transcript = texts.map((each, index) => `\n${mark} body ${index}\n${each}`).join('');
        assert.deepEqual(
          readRecords(transcript, mark),
          texts.map((each, index) => ({ words: ['body', String(index)], text: each })),
        );
      }),
    );
  });

  it('reads a mark line at the very start, and one without a newline', () => {
    assert.deepEqual(readRecords('m a\nx\nm b', 'm'), [
      { words: ['a'], text: 'x' },
      { words: ['b'], text: '' },
    ]);
  });
});

describe('freshMark', () => {
  it('is a new single word each time', () => {
    assert.notEqual(freshMark(), freshMark());
    assert.match(freshMark(), /^plumbline-[0-9a-f]{32}$/);
  });
});
