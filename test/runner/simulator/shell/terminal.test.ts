import assert from 'node:assert/strict';
import { openTerminal, toTerminal } from '../../../../runner/simulator/shell/terminal.ts';
import { io } from '../support/shell.ts';

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a terminal', () => {
  it('ends lines with CR LF', () => {
    assert.equal(toTerminal('a\nb\n'), 'a\r\nb\r\n');
    assert.equal(toTerminal(Buffer.from('é\n')), 'é\r\n');
  });

  it('Ctrl-C interrupts, other keys do not', async () => {
    const quiet = openTerminal(io('abc\r'));
    await soon();
    assert.deepEqual([quiet.interrupted, quiet.signal.aborted], [false, false]);
    const streams = io('abc\u0003');
    const stopped = openTerminal(streams);
    await soon();
    assert.deepEqual([stopped.interrupted, stopped.signal.aborted, streams.text.stdout], [true, true, '^C']);
    const closed = openTerminal(io('\u0003'));
    closed.close();
    await soon();
    assert.equal(closed.interrupted, false);
  });

  it('ends with its client', () => {
    const gone = new AbortController();
    const terminal = openTerminal({ ...io(), signal: gone.signal });
    gone.abort();
    assert.deepEqual([terminal.signal.aborted, terminal.interrupted], [true, false]);
  });
});
