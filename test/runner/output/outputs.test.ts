import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { console } from '../../../reporters/console/console.ts';
import { junit } from '../../../reporters/junit/junit.ts';
import { defineStream, type Reporter } from '../../../reporters/reporter.ts';
import { manualClock } from '../../../runner/core/clock.ts';
import { DiagnosticError } from '../../../runner/core/diagnostic.ts';
import type { Trouble } from '../../../runner/core/result.ts';
import { type OutputOptions, type Outputs, openOutputs } from '../../../runner/output/outputs.ts';
import { assertJunitSchema, withoutExtensions } from '../../support/junit-schema.ts';
import { sampleRun } from '../../support/sample-run.ts';

describe('openOutputs', () => {
  let dir: string;
  let shown: string;
  let troubles: Trouble[];
  const clock = manualClock(Date.parse('2026-03-01T09:30:00.000Z'));
  let opened: Outputs | undefined;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'outputs-'));
    shown = '';
    troubles = [];
  });
  afterEach(() => {
    opened?.finish();
    opened = undefined;
    rmSync(dir, { recursive: true });
  });

  const open = (requests: OutputOptions['requests'], more: Partial<OutputOptions> = {}): Outputs => {
    opened = openOutputs({
      requests,
      out: (text) => {
        shown += text;
      },
      clock,
      cwd: dir,
      runId: 'r1',
      color: false,
      width: 80,
      interactive: false,
      onTrouble: (trouble) => troubles.push(trouble),
      ...more,
    });
    return opened;
  };
  const report = (): string => readFileSync(join(dir, 'r.xml'), 'utf8');

  it('keeps a valid report that is not green on the disk after every event', async () => {
    const outputs = open([{ reporter: console }, { reporter: junit, file: 'r.xml' }]);
    const documents: string[] = [];
    for (const event of sampleRun.slice(0, -1)) {
      outputs.write(event);
      await clock.advance(1_001);
      documents.push(withoutExtensions(report()));
      assert.match(report(), /<error type="(not-run|run-incomplete)"/);
    }
    await assertJunitSchema(...documents);
    assert.deepEqual(readdirSync(dir), ['r.xml']);
  });

  it('writes the last text at once on finish, and only once', () => {
    const outputs = open([{ reporter: console }, { reporter: junit, file: 'r.xml' }]);
    for (const event of sampleRun) outputs.write(event);
    assert.deepEqual(outputs.finish(), []);
    assert.doesNotMatch(report(), /run-incomplete/);
    assert.match(shown, /2 passed, 2 failed, 1 error/);
    const before = shown;
    assert.deepEqual(outputs.finish(), []);
    for (const event of sampleRun) outputs.write(event);
    assert.equal(shown, before);
  });

  it('writes a true report if it is finished in the middle of a run', () => {
    const outputs = open([{ reporter: console }, { reporter: junit, file: 'r.xml' }]);
    for (const event of sampleRun.slice(0, 12)) outputs.write(event);
    outputs.finish();
    assert.match(report(), /run-incomplete/);
    assert.match(shown, /The record ends before the run did/);
  });

  it('refuses every file that cannot be written, before anything else', () => {
    const faulty = (): unknown =>
      open([
        { reporter: junit, file: 'missing/r.xml' },
        { reporter: console, file: '.' },
      ]);
    assert.throws(faulty, (cause) => {
      assert.ok(cause instanceof DiagnosticError);
      assert.deepEqual(
        cause.diagnostics.map(({ code }) => code),
        ['report-unwritable', 'report-unwritable'],
      );
      assert.match(cause.diagnostics[0]?.message ?? '', /missing\/r\.xml/);
      return true;
    });
  });

  it('reports a reporter that fails as a trouble, and the others go on', () => {
    const failing: Reporter = defineStream({
      name: 'failing',
      summary: '',
      extension: 'txt',
      start: () => ({
        add: ({ type }) => {
          if (type === 'step:end') throw new Error('boom');
          return '';
        },
        end: () => '',
      }),
    });
    const outputs = open([{ reporter: failing, file: 'f.txt' }, { reporter: console }]);
    for (const event of sampleRun) outputs.write(event);
    assert.deepEqual(
      troubles.map(({ phase, diagnostic }) => [phase, diagnostic.message]),
      [['report', 'The reporter failing failed: boom']],
    );
    assert.deepEqual(outputs.finish(), []);
    assert.match(shown, /2 passed/);
  });

  it('does not loop if a trouble comes back as an event', () => {
    const throwing = (): never => {
      throw new Error('boom');
    };
    const outputs = open([{ reporter: console }, { reporter: junit, file: 'r.xml' }], {
      out: throwing,
      onTrouble: (trouble) => {
        troubles.push(trouble);
        outputs.write({ type: 'trouble', at: '2026-03-01T09:30:00.000Z', trouble });
      },
    });
    for (const event of sampleRun) outputs.write(event);
    assert.equal(troubles.length, 1);
    outputs?.finish();
    assert.match(report(), /The reporter console failed: boom/);
  });

  it('redraws a terminal as time passes', async () => {
    const outputs = open([{ reporter: console }], { interactive: true });
    for (const event of sampleRun.slice(0, 2)) outputs.write(event);
    const before = shown;
    await clock.advance(100);
    assert.notEqual(shown, before);
  });

  it('writes no control sequence to a pipe or a file', () => {
    const outputs = open([{ reporter: console }, { reporter: console, file: 'log.txt' }]);
    for (const event of sampleRun) outputs.write(event);
    outputs.finish();
    for (const text of [shown, readFileSync(join(dir, 'log.txt'), 'utf8')])
      assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}/u);
  });
});
