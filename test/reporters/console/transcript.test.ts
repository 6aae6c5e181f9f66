import assert from 'node:assert/strict';
import { makeTheme } from '../../../reporters/console/theme.ts';
import { makeTranscript, type Transcript } from '../../../reporters/console/transcript.ts';
import type { RunEvent } from '../../../runner/core/events.ts';
import { stepResult } from '../../support/sample-run.ts';

const at = '2026-03-01T09:30:00.000Z';
const start = (scenario: string): RunEvent => ({
  type: 'scenario:start',
  at,
  scenario,
  title: scenario,
  namespace: '',
});
const end = (scenario: string): RunEvent => ({ type: 'scenario:end', at, scenario, outcome: 'passed', durationMs: 1 });
const step = (scenario: string, id: string): RunEvent => ({
  type: 'step:end',
  at,
  scenario,
  step: id,
  result: stepResult('passed'),
});

const make = (): Transcript => makeTranscript({ width: 40, theme: makeTheme({ color: false }) });
const play = (transcript: Transcript, ...events: RunEvent[]): string[] =>
  events.flatMap((event) => transcript.add(event)).map((line) => line.replace(/ +12ms$/, ''));

describe('transcript', () => {
  it('shows each step of a scenario that runs alone at once', () => {
    const transcript = make();
    assert.deepEqual(play(transcript, start('a'), step('a', 'one')), ['', 'a', '  ✓ one']);
    assert.deepEqual(play(transcript, step('a', 'two')), ['  ✓ two']);
    assert.deepEqual(play(transcript, end('a')), []);
  });

  it('shows scenarios that run side by side as blocks', () => {
    const transcript = make();
    assert.deepEqual(
      play(transcript, start('a'), start('b'), step('a', 'one'), step('b', 'one'), step('a', 'two')),
      [],
    );
    assert.deepEqual(play(transcript, end('b')), ['', 'b', '  ✓ one']);
    assert.deepEqual(play(transcript, end('a')), ['', 'a', '  ✓ one', '  ✓ two']);
  });

  it('repeats the heading of a scenario if others came between its lines', () => {
    const transcript = make();
    play(transcript, start('a'), step('a', 'one'), start('b'), step('b', 'one'), end('b'));
    assert.deepEqual(play(transcript, step('a', 'two')), ['', 'a  (continued)', '  ✓ two']);
  });

  it('loses nothing of a run that stopped', () => {
    const transcript = make();
    play(transcript, start('a'), start('b'), step('a', 'one'));
    assert.equal(transcript.flush().length, 3);
  });

  it('shows steps that did not run for the same reason as one line', () => {
    const notRun = (id: string): RunEvent => ({
      type: 'step:end',
      at,
      scenario: 'a',
      step: id,
      result: stepResult('not-run', { reason: { code: 'interrupted', message: 'Stopped.' } }),
    });
    assert.deepEqual(play(make(), start('a'), notRun('1'), notRun('2'), notRun('3'), end('a')), [
      '',
      'a',
      '  – 3 steps did not run',
      '      Stopped.',
    ]);
    assert.equal(
      play(make(), start('a'), notRun('1'), notRun('2'), end('a')).filter((line) => line.includes('–')).length,
      2,
    );
  });

  it('shows steps and troubles of scenarios without a start event', () => {
    assert.deepEqual(play(make(), step('ghost', 'one')), ['', 'ghost', '  ✓ one']);
  });
});
