import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf, fold } from '../../runner/core/fold.ts';
import { readRecord } from '../../runner/record/read-record.ts';
import { plumbline } from '../support/child.ts';
import { testFolder } from '../support/folder.ts';
import { assertJunitSchema, withoutExtensions } from '../support/junit-schema.ts';

const scenario = `title: Two steps
steps:
  - resource-absent: { kind: Service, name: none }
    name: first
  - resource-absent: { kind: Service, name: none }
    name: second
`;

const preload = (module: string): Record<string, string> => ({
  NODE_OPTIONS: `--import=data:text/javascript;base64,${Buffer.from(module).toString('base64')}`,
});

/**
 * A module for \`--import\` that does its harm when a text has been written: to the run's record or to the screen. The product knows
 * nothing of it.
 */
const harm = (whenWritten: string, code: string): Record<string, string> =>
  preload(`
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { writeSync } = fs;
    let done = false;
    fs.writeSync = (descriptor, data, ...rest) => {
      if (!done && String(data).includes(${JSON.stringify(whenWritten)})) {
        done = true;
        ${code}
      }
      return writeSync(descriptor, data, ...rest);
    };
    syncBuiltinESMExports();`);

const boom = "new TypeError('boom\\nand more')";
const sentence = 'A fault in Plumbline itself ended this command: ';
const told = new RegExp(`^internal  ${sentence}.*\\.\n$`);

describe('a fault that nothing handles', function () {
  this.timeout(60_000);
  const folder = testFolder();
  folder.write('two.yaml', scenario);

  const runWith = async (code: string) => {
    const name = `${readdirSync(folder.path).length}`;
    folder.write(`${name}/two.yaml`, scenario);
    const cwd = join(folder.path, name);
    const words = ['run', 'two.yaml', '--reporter', 'console', '--reporter', 'junit=report.xml'];
    const ended = await plumbline(words, { cwd, env: harm('"type":"step:end"', code) });
    const runs = join(cwd, '.plumbline/runs');
    const record = readFileSync(join(runs, readdirSync(runs)[0] ?? '', 'events.ndjson'), 'utf8');
    return { ...ended, record: readRecord(record), report: readFileSync(join(cwd, 'report.xml'), 'utf8') };
  };

  for (const [title, code, says] of [
    ['is thrown', `setImmediate(() => { throw ${boom}; });`, 'TypeError: boom'],
    ['is a rejection', `Promise.reject(${boom});`, 'TypeError: boom'],
    ['is no error', 'Promise.reject({ code: 7 });', '{ code: 7 }'],
    ['comes again and again', `setInterval(() => { throw ${boom}; }, 0); Promise.reject(${boom});`, 'TypeError: boom'],
  ] as const)
    it(`that ${title} ends a run with code 3, one sentence and whole reports`, async () => {
      const { code: exit, stdout, stderr, record, report } = await runWith(code);
      assert.equal(exit, 3, stderr);
      assert.match(stderr, told);
      assert.ok(stderr.includes(says), stderr);
      assert.match(stdout, /1 passed, 1 error\b/);

      await assertJunitSchema(withoutExtensions(report));
      assert.match(report, /<testsuites [^>]*errors="[1-9]/);
      assert.ok(report.includes(says.replaceAll("'", '&apos;')), report);

      assert.deepEqual([record.torn, record.diagnostics], [false, []]);
      const last = record.events.at(-1);
      assert.equal(last?.type === 'trouble' && last.trouble.diagnostic.code, 'internal');
      assert.equal(exitCodeOf(fold(record.events)), 3);
    });

  it('ends a command with code 3 that nothing can bring to its end', async () => {
    const module = `
      import promises from 'node:fs/promises';
      import { syncBuiltinESMExports } from 'node:module';
      promises.readFile = () => new Promise(() => undefined);
      syncBuiltinESMExports();`;
    const cwd = join(folder.path, 'stalled');
    folder.write('stalled/none', '');
    const { code, stderr } = await plumbline(['up', '--name', 'stalled'], { cwd, env: preload(module) });
    const why = 'Error: nothing is left to wait for, although the command has not ended';
    assert.deepEqual([code, stderr.replace(/ \(.*\)/, '')], [3, `internal  ${sentence}${why}.\n`]);
  });

  it('ends a cluster that stays with code 3 and one sentence', async () => {
    const env = harm('export KUBECONFIG', `setImmediate(() => { throw ${boom}; });`);
    const { code, stderr } = await plumbline(['up'], { cwd: folder.path, env });
    assert.equal(code, 3, stderr);
    const lines = stderr.split('\n');
    assert.match(`${lines.at(-2)}\n`, told);
    const { stdout } = await plumbline(['status'], { cwd: folder.path });
    assert.match(stdout, /\bdead\b/);
    assert.equal((await plumbline(['down'], { cwd: folder.path })).code, 0);
  });
});
