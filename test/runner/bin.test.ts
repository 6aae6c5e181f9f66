import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { Script } from 'node:vm';
import { testFolder } from '../support/folder.ts';
import { root } from '../support/imports.ts';

const source = join(root, 'runner/bin.js');
const { engines, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const wanted: string = engines.node.replace('>=', '');

const run = (node: string, ...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(node, words, { encoding: 'utf8' });
  return { status, stdout, stderr };
};

/** Starts the file with another `process.versions.node`. */
const runAs = (node: string) => {
  const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${node}' } });`;
  return run(process.execPath, `--import=data:text/javascript,${encodeURIComponent(versions)}`, source, '--version');
};

const compiler = join(root, 'node_modules/typescript/lib/tsc.js');

/** Other versions of Node on this machine that are too old. */
const olderNodes = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .filter((path) => existsSync(path))
  .map((path) => ({ path, version: run(path, '--version').stdout.trim().slice(1) }))
  .filter((each) => Number.parseInt(each.version, 10) < Number.parseInt(wanted, 10));

describe('the start file', function () {
  this.timeout(60_000);
  const folder = testFolder();

  it('reads the required version from package.json, which has the one form that it understands', () =>
    assert.match(engines.node, /^>=\d+\.\d+$/));

  for (const old of ['10.24.1', '12.0.0', '20.19.2', '22.0.0', '22.21.1'])
    it(`says in one line that Node ${old} is too old, and exits with 2`, () => {
      const stderr = `Plumbline needs Node ${wanted} or newer, and this is Node ${old} (${process.execPath}).\n`;
      assert.deepEqual(runAs(old), { status: 2, stdout: '', stderr });
    });

  for (const enough of ['22.22.0', '22.100.0', '24.0.0', '100.0.0'])
    it(`accepts Node ${enough}`, () =>
      assert.deepEqual(runAs(enough), { status: 0, stdout: `${version}\n`, stderr: '' }));

  for (const { path, version: old } of olderNodes)
    it(`says so when ${path} starts it, which is Node ${old}`, () => {
      const { status, stdout, stderr } = run(path, source, '--version');
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(
        stderr,
        new RegExp(`^Plumbline needs Node ${wanted} or newer, and this is Node ${old} \\(.*\\)\\.\n$`),
      );
    });

  it('runs through a link, as package managers create one', () => {
    const link = join(folder.path, 'plumbline');
    symlinkSync(source, link);
    assert.deepEqual(run(process.execPath, link, '--version'), { status: 0, stdout: `${version}\n`, stderr: '' });
  });

  /** The file as tsc writes it for a target. */
  const compiled = (target: string): string => {
    const text = folder.write('alone/bin.js', readFileSync(source, 'utf8'));
    folder.write('alone/package.json', JSON.stringify({ type: 'module', engines }));
    const out = join(folder.path, target);
    const words = ['--ignoreConfig', '--allowJs', '--noCheck', '--module', 'nodenext', '--outDir', out];
    const { status, stdout } = run(process.execPath, compiler, ...words, '--target', target, text);
    assert.equal(status, 0, stdout);
    return join(out, 'bin.js');
  };

  it('is a script as well as a module, and has no syntax newer than ES2018', () => {
    new Script(readFileSync(source, 'utf8'));
    // A compiler rewrites only the syntax that is newer than its target.
    const [old, now] = ['es2018', 'esnext'].map((target) => readFileSync(compiled(target), 'utf8'));
    assert.equal(old, now);
  });

  it('is still one in the package', () => {
    const built = compiled('es2024');
    assert.throws(() => new Script(readFileSync(built, 'utf8')), SyntaxError);
    assert.equal(run(process.execPath, join(root, 'tools/finish-start-file.ts'), built).status, 0);
    new Script(readFileSync(built, 'utf8'));
  });

  it('says in one line that a file is missing', () => {
    const alone = folder.write('alone/bin.js', readFileSync(source, 'utf8'));
    folder.write('alone/package.json', JSON.stringify({ type: 'module', engines }));
    const { status, stdout, stderr } = run(process.execPath, alone);
    assert.deepEqual([status, stdout], [3, '']);
    assert.match(stderr, /^Plumbline could not start: Cannot find module '.*main\.ts'.*\n$/);
  });
});
