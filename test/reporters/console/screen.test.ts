import assert from 'node:assert/strict';
import { makeLiveScreen, plainScreen } from '../../../reporters/console/screen.ts';

/** The part of a terminal that is needed: cursor up, erase line, erase below, hide and show. */
const terminal = (): { feed(text: string): void; rows(): string[] } => {
  let rows = [''];
  let row = 0;
  let column = 0;
  return {
    feed(text) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the expression finds control sequences
      for (const [part] of text.matchAll(/\u001b\[[?0-9]*[A-Za-z]|\n|[^\u001b\n]+/g)) {
        const line = rows[row] ?? '';
        if (part === '\n') {
          row += 1;
          column = 0;
          while (rows.length <= row) rows.push('');
        } else if (part.endsWith('A') && part.startsWith('\u001b')) {
          row = Math.max(0, row - Number(part.slice(2, -1)));
          column = 0;
        } else if (part === '\u001b[K') rows[row] = line.slice(0, column);
        else if (part === '\u001b[J') rows = [...rows.slice(0, row), line.slice(0, column)];
        else if (!part.startsWith('\u001b')) {
          rows[row] = line.slice(0, column) + part + line.slice(column + part.length);
          column += part.length;
        }
      }
    },
    rows: () => rows,
  };
};

describe('screen', () => {
  it('writes only lines that stay, without control sequences, to a pipe', () => {
    assert.equal(plainScreen.draw(['a', 'b'], ['status']), 'a\nb\n');
    assert.equal(plainScreen.draw([], ['status']), '');
  });

  it('keeps status lines at the bottom and erases them completely', () => {
    const screen = makeLiveScreen();
    const { feed, rows } = terminal();
    feed(screen.draw(['first'], ['a long status line', 'another one']));
    assert.deepEqual(rows(), ['first', 'a long status line', 'another one', '']);
    feed(screen.draw([], ['short']));
    assert.deepEqual(rows(), ['first', 'short', '']);
    feed(screen.draw(['second', ''], ['short', 'more']));
    assert.deepEqual(rows(), ['first', 'second', '', 'short', 'more', '']);
    feed(screen.draw(['end'], []));
    assert.deepEqual(rows(), ['first', 'second', '', 'end', '']);
  });

  it('writes nothing if nothing changed', () => {
    const screen = makeLiveScreen();
    screen.draw([], ['same']);
    assert.equal(screen.draw([], ['same']), '');
  });

  it('leaves the cursor visible after each change', () => {
    const text = makeLiveScreen().draw(['a'], ['b']);
    assert.ok(text.startsWith('\u001b[?25l') && text.endsWith('\u001b[?25h'));
  });
});
