import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exitCodeOf, fold } from '../../../runner/core/fold.ts';
import { readRecord } from '../../../runner/record/read-record.ts';
import { sampleRun } from '../../support/sample-run.ts';

const lines = sampleRun.map((event) => `${JSON.stringify(event)}\n`);
const text = lines.join('');

describe('readRecord', () => {
  it('does not count a cut last line as damage', () => {
    const { events, torn, diagnostics } = readRecord(text.slice(0, -20));
    assert.equal(events.length, sampleRun.length - 1);
    assert.equal(torn, true);
    assert.deepEqual(diagnostics, []);
  });

  it('counts zero bytes at the end as a cut last line', () => {
    const { events, torn, diagnostics } = readRecord(`${lines.slice(0, 5).join('')}${'\0'.repeat(4096)}`);
    assert.equal(events.length, 5);
    assert.equal(torn, true);
    assert.deepEqual(diagnostics, []);
  });

  it('loses nothing if only the last newline is missing', () => {
    const { events, torn } = readRecord(text.trimEnd());
    assert.equal(events.length, sampleRun.length);
    assert.equal(torn, false);
  });

  it('accepts the line ends and the byte order mark of an editor', () => {
    assert.equal(readRecord(`\uFEFF${text.replaceAll('\n', '\r\n')}\n\n`).events.length, sampleRun.length);
  });

  it('reports damage in the middle by line, and the run is never green', () => {
    const passed = sampleRun
      .filter(({ type }) => type === 'run:start' || type === 'run:end')
      .map((event) => JSON.stringify(event));
    const { events, torn, diagnostics } = readRecord(
      [passed[0], '\0\0{"type"', '{"type":"step:end"}', passed[1], ''].join('\n'),
    );
    assert.equal(torn, false);
    assert.deepEqual(
      diagnostics.map(({ code, span }) => [code, span?.line]),
      [
        ['record-damaged', 2],
        ['record-damaged', 3],
      ],
    );
    const trouble = events.at(-1);
    assert.ok(trouble?.type === 'trouble' && /^2 lines of the record/.test(trouble.trouble.diagnostic.message));
    assert.equal(exitCodeOf(fold(events)), 3);
  });

  it('reads only the version of a newer record', () => {
    const newer = JSON.stringify({ type: 'run:start', at: '2030-01-01T00:00:00Z', version: 2, runId: 'r', steps: {} });
    const { events, diagnostics } = readRecord(`${newer}\n{"type":"unheard-of"}\n`);
    assert.deepEqual(diagnostics, []);
    assert.equal(events.length, 1);
    const record = fold(events);
    assert.equal(record.runId, 'r');
    assert.match(record.troubles[0]?.diagnostic.message ?? '', /version 2/);
  });

  it('limits the diagnostics of a file that is not a record', () => {
    const { events, diagnostics } = readRecord('no event\n'.repeat(1_000));
    assert.deepEqual(events, []);
    assert.equal(diagnostics.length, 20);
  });

  it('survives any cut and any damage, and never makes a red run green', () => {
    const red = sampleRun
      .filter(({ type }) => type !== 'run:interrupted')
      .map((event) => JSON.stringify(event))
      .join('\n');
    fc.assert(
      fc.property(fc.nat(red.length), fc.nat(400), fc.string({ unit: 'binary', maxLength: 20 }), (at, gone, noise) => {
        const { events } = readRecord(red.slice(0, at) + noise + red.slice(at + gone));
        assert.notEqual(exitCodeOf(fold(events)), 0);
      }),
      { numRuns: 300 },
    );
  });
});
