import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import * as face from '../runner/plugins/public.ts';
import { testFolder } from './support/folder.ts';
import { root } from './support/imports.ts';
import { goodScenario } from './support/scenario-texts.ts';

const run = promisify(execFile);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
  files: string[];
  bin: Record<string, string>;
  exports: Record<string, unknown>;
};
const mostBytes = 1_000_000;
const compiler = join(root, 'node_modules/.bin/tsc');

/** A reporter and a kind of step, written outside this repository. */
const consumer = `import { defineDocument, defineStep, fold, passed, type RunEvent, shapes } from '${manifest.name}';
const count = defineDocument({ name: 'count', summary: 'how many', extension: 'txt', render: ({ scenarios }) => \`\${scenarios.length}\` });
const events: RunEvent[] = [{ type: 'run:start', at: '', version: 1, runId: 'r', tool: 't', seed: 1, provider: 'p', plan: [] }];
const shape = shapes.object({ seconds: shapes.integer('How long.') }, 'A nap.');
const nap = defineStep({ key: 'nap', group: 'act', summary: '', description: '', shape, example: '', within: 0, describe: ({ seconds }) => \`\${seconds} s\`, run: async ({ seconds }, { clock }) => { await clock.sleep(seconds); return passed({ expected: '', actual: '' }); } });
console.log(count.start({ color: false, width: 80, interactive: false }).end(), fold(events).runId, nap.describe({ seconds: 2 }));
`;

describe('the package', function () {
  this.timeout(180_000);
  const folder = testFolder();
  const packed = join(folder.path, 'packed');
  const project = join(folder.path, 'project');
  const installed = join(project, 'node_modules', manifest.name);
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
  const plumbline = (...args: string[]) =>
    run(process.execPath, [join(installed, manifest.bin['plumbline'] ?? ''), ...args], { cwd: project, env });
  const node = (script: string) =>
    run(process.execPath, ['--input-type=module', '--eval', script], { cwd: project, env });

  before(async () => {
    mkdirSync(packed);
    for (const name of ['package.json', ...manifest.files])
      if (name !== 'dist') cpSync(join(root, name), join(packed, name), { recursive: true });
    for (const config of ['tsconfig.build.json', 'tsconfig.types.json'])
      await run(compiler, ['-p', join(root, config), '--outDir', join(packed, 'dist')], { cwd: root });
    await run(process.execPath, [join(root, 'tools/finish-start-file.ts'), join(packed, 'dist/runner/bin.js')]);
    await run('npm', ['pack', '--ignore-scripts', '--offline', '--cache', join(folder.path, 'cache')], { cwd: packed });
    mkdirSync(installed, { recursive: true });
    const tarball = join(packed, `${manifest.name}-${manifest.version}.tgz`);
    await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
    symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'));
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  });

  it('contains the files that it names, and is small', () => {
    for (const name of manifest.files) assert.ok(existsSync(join(installed, name)), name);
    const { size } = statSync(join(packed, `${manifest.name}-${manifest.version}.tgz`));
    assert.ok(size <= mostBytes, `${size} bytes`);
  });

  it('has the command plumbline', async () => {
    assert.deepEqual(Object.keys(manifest.bin), ['plumbline']);
    assert.equal((await plumbline('--version')).stdout, `${manifest.version}\n`);
    assert.match((await plumbline('--help')).stdout, /^Usage: plumbline /);
    folder.write('project/scenarios/a.yaml', goodScenario);
    assert.match((await plumbline('check')).stdout, /^1 scenario with 1 step: no faults\.$/m);
    const own = join(installed, 'scenarios/creating-services/spread-over-pods.yaml');
    assert.match((await plumbline('run', own)).stdout, /passed {2}in /);
  });

  it('lets each of its exports be imported, and nothing else', async () => {
    const names = Object.keys(manifest.exports).map((each) => `${manifest.name}${each.slice(1)}`);
    assert.ok(names.length > 1);
    for (const name of names) {
      const how = name.endsWith('.json') ? ", { with: { type: 'json' } }" : '';
      const { stdout } = await node(`console.log(Object.keys(await import('${name}'${how})).join())`);
      if (name === manifest.name) assert.deepEqual(stdout.trim().split(',').sort(), Object.keys(face).sort());
      else assert.equal(stdout.trim(), 'default');
    }
    await assert.rejects(node(`await import('${manifest.name}/dist/runner/cli.js')`), /ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  it('has the types for a reporter and a kind of step', async () => {
    writeFileSync(join(project, 'consumer.ts'), consumer);
    const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext', '--target', 'es2024'];
    await run(compiler, [...options, '--types', '', '--lib', 'es2024,dom', 'consumer.ts'], { cwd: project }).catch(
      ({ stdout }: { stdout: string }) => assert.fail(stdout),
    );
    const { stdout } = await run(process.execPath, ['consumer.ts'], { cwd: project, env });
    assert.equal(stdout, '0 r 2 s\n');
  });
});
