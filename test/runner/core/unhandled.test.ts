import assert from 'node:assert/strict';
import { unhandledTrouble } from '../../../runner/core/unhandled.ts';

const messageOf = (fault: unknown): string => unhandledTrouble(fault).diagnostic.message;
const start = 'A fault in Plumbline itself ended this command: ';

describe('a fault that nothing handled', () => {
  it('becomes one sentence with its place, with the stack as evidence', () => {
    const fault = new RangeError('too far\nby two');
    fault.stack = [
      'RangeError: too far',
      'by two',
      '    at new Promise (<anonymous>)',
      '    at Socket.emit (node:events:514:28)',
      '    at deliver (file:///home/me/plumbline/runner/simulator/api/http/watch.ts:95:7)',
      '    at file:///home/me/plumbline/runner/main.ts:1:1',
    ].join('\n');
    const trouble = unhandledTrouble(fault);
    assert.deepEqual(
      [trouble.phase, trouble.outcome, trouble.diagnostic],
      [
        'run',
        'error',
        { code: 'internal', message: `${start}RangeError: too far (runner/simulator/api/http/watch.ts:95:7).` },
      ],
    );
    assert.deepEqual(trouble.evidence, [{ title: 'stack', text: fault.stack }]);
  });

  it('may be any value, and its control characters are visible', () => {
    assert.equal(messageOf({ code: 7 }), `${start}{ code: 7 }.`);
    assert.equal(messageOf(undefined), `${start}undefined.`);
    assert.equal(messageOf(Object.create(null)), `${start}[Object: null prototype] {}.`);
    assert.equal(unhandledTrouble('x').evidence, undefined);
    const bare = new Error('\u001b[2J');
    bare.stack = 'Error';
    assert.equal(messageOf(bare), `${start}Error: \\u{1b}[2J.`);
    assert.ok(messageOf('x'.repeat(10_000)).length < 400);
  });

  it('has the place of a thrown error in this file', () => {
    assert.match(messageOf(new Error('here')), /Error: here \(.*unhandled\.test\.ts:\d+:\d+\)\.$/);
  });
});
