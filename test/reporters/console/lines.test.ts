import assert from 'node:assert/strict';
import { type Layout, stepLines, troubleLines } from '../../../reporters/console/lines.ts';
import { makeTheme } from '../../../reporters/console/theme.ts';
import { columnsOf } from '../../../runner/core/frame.ts';
import type { Outcome } from '../../../runner/core/result.ts';
import { hostileText, stepResult } from '../../support/sample-run.ts';

const layout: Layout = { width: 50, theme: makeTheme({ color: false }) };
const planned = { id: 'curl', kind: 'curl', title: 'curl http://web answers 200', file: 'a.yaml', line: 1 };
const reason = { code: 'refused', message: 'Nothing listens.' } as const;

describe('lines', () => {
  it('show a passed step as one line with its time at the right end, however often it looked', () => {
    const lines = stepLines({ planned, result: stepResult('passed', { attempts: 3 }) }, layout);
    assert.deepEqual(lines, ['✓ curl http://web answers 200                 12ms']);
    assert.equal(columnsOf(lines[0] ?? ''), 50);
  });

  it('have a mark for each outcome', () => {
    const marks = (['passed', 'failed', 'error', 'skipped', 'not-run'] as Outcome[]).map(
      (outcome) => stepLines({ planned, result: stepResult(outcome, { reason }) }, layout)[0]?.[0],
    );
    assert.deepEqual(marks, ['✓', '✗', '!', '○', '–']);
  });

  it('keep a command on one line', () => {
    const reproduce = `kubectl exec ${'x'.repeat(100)} -- curl`;
    assert.ok(
      stepLines({ planned, result: stepResult('failed', { reason, reproduce }) }, layout).some((line) =>
        line.endsWith(reproduce),
      ),
    );
  });

  it('limit evidence in lines, in columns and in number', () => {
    const text = Array.from({ length: 500 }, (_, index) => `${index} ${'y'.repeat(500)}`).join('\n');
    const evidence = Array.from({ length: 9 }, (_, index) => ({ title: `stdout ${index}`, text }));
    const lines = stepLines({ planned, result: stepResult('failed', { reason, evidence }) }, layout);
    assert.ok(lines.length < 70);
    for (const line of lines) assert.ok(columnsOf(line) <= 50, line);
    assert.ok(lines.includes('    | … 488 lines'));
    assert.ok(lines.includes('    5 more in the record'));
  });

  it('limit the actual state', () => {
    const lines = stepLines(
      { planned, result: stepResult('failed', { reason, actual: 'word '.repeat(1_000) }) },
      layout,
    );
    assert.ok(lines.length < 15);
  });

  it('contain no control character of a hostile text', () => {
    const result = stepResult('failed', {
      reason: { code: 'refused', message: hostileText },
      expected: hostileText,
      actual: hostileText,
      reproduce: hostileText,
      evidence: [{ title: hostileText, text: hostileText }],
    });
    const lines = stepLines({ planned: { ...planned, title: hostileText, hint: hostileText }, result }, layout);
    assert.doesNotMatch(lines.join(''), /[\p{Cc}\p{Cf}\p{Cs}]/u);
  });

  it('show the phase of a trouble', () => {
    const [first] = troubleLines(
      { phase: 'setup', outcome: 'failed', diagnostic: { code: 'setup-failed', message: 'no' } },
      layout,
    );
    assert.equal(first, '✗ set-up');
  });
});
