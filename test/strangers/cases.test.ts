import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { makeSeed } from '../../runner/options/run-id.ts';
import { testFolder } from '../support/folder.ts';
import { root } from '../support/imports.ts';
import { type Expectation, expectationOf } from './support/expectation.ts';
import { runFiles, type Shown } from './support/run-files.ts';

/** Public bug reports retold, attempts to fool Plumbline, and slips that people make: each file states the right verdict. */
const cases = join(root, 'test/strangers/cases');
/** STRANGERS_SEED repeats an earlier run. */
const seed = Number(process.env['STRANGERS_SEED'] ?? makeSeed());

const stated = ({ steps }: Expectation, shown: Shown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(steps).map(([id, verdict]) => {
      const seen = shown.steps[id] ?? 'no such step';
      return [id, verdict.includes(' ') ? seen : (seen.split(' ')[0] ?? '')];
    }),
  );

describe(`files of strangers on the embedded cluster (STRANGERS_SEED=${seed})`, function () {
  this.timeout(120_000);
  const folder = testFolder();
  before(() => cpSync(cases, folder.path, { recursive: true }));

  for (const name of readdirSync(cases, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\.yaml$/.test(name) || name.split('/').includes('fx')) continue;
    it(name, async () => {
      const expected = expectationOf(readFileSync(join(cases, name), 'utf8'));
      const shown = await runFiles(folder.path, [name], { seed });
      assert.deepEqual(
        { exit: shown.exit, steps: stated(expected, shown) },
        { exit: expected.exit, steps: expected.steps },
        shown.text,
      );
      for (const text of expected.says) assert.ok(shown.text.includes(text), `says "${text}":\n${shown.text}`);
      for (const text of expected.doesNotSay)
        assert.ok(!shown.text.includes(text), `does not say "${text}":\n${shown.text}`);
    });
  }
});
