import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { testFolder } from './support/folder.ts';
import { root } from './support/imports.ts';
import { kubectlName, standInForKubectl } from './support/kubectl.ts';

/** Scenario of test/fixtures/programs → the number of its steps. */
const scenarios: Readonly<Record<string, number>> = {
  'exit-codes': 4,
  'beside-a-manifest': 1,
  environment: 3,
  kubectl: 2,
};
const names = Object.keys(scenarios);
const allSteps = Object.values(scenarios).reduce((sum, count) => sum + count, 0);

/** The number of runs of each way, and of those at the same time. */
const [times, sideBySide] = [20, 2];

interface Ended {
  code: number | null;
  said: string;
}

/** A way to start Plumbline: words before its own, and its standard streams. */
interface Way {
  bin: string;
  /** The path of a scenario or of a folder. */
  path: string;
  steps: number;
  /** Default: pipes of this process. */
  output?: string;
  wrap?(words: readonly string[]): readonly string[];
}

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' ');

const run = (
  { bin, path, output, wrap = (words) => words }: Way,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const [program = '', ...args] = wrap([process.execPath, bin, 'run', path]);
    const file = output === undefined ? undefined : openSync(output, 'w');
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', file ?? 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.on('error', reject);
    child.on('close', (code) => {
      if (file !== undefined) closeSync(file);
      resolve({ code, said: stripVTControlCharacters(output === undefined ? said : readFileSync(output, 'utf8')) });
    });
  });

/** The output of each run that did not end as expected. */
const failuresOf = async (wayOf: (index: number) => Way, cwd: string, env: NodeJS.ProcessEnv): Promise<string[]> => {
  const failures: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < times; index = next++) {
      const way = wayOf(index);
      const { code, said } = await run(way, cwd, env);
      const passed = new RegExp(`^${way.steps} passed\\b(?! *,)`, 'm').test(said);
      if (code !== 0 || !passed) failures.push(`run ${index} of ${way.path} ended with ${code}: ${said}`);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return failures;
};

describe(`steps that start programs, ${times} runs each way, with ${kubectlName}`, function () {
  this.timeout(300_000);
  const folder = testFolder();
  const source = join(root, 'runner/bin.js');
  const scenario = (name: string): string => join(folder.path, 'scenarios', `${name}.yaml`);
  const env: NodeJS.ProcessEnv = { ...process.env, PLUMBLINE_TEST_SECRET: 'leaked', NO_COLOR: '1', TERM: 'xterm' };
  // A terminal is redrawn only for a user.
  delete env['CI'];
  const paths = standInForKubectl(folder);
  let build = '';

  before(() => {
    cpSync(join(root, 'test/fixtures/programs'), join(folder.path, 'scenarios'), { recursive: true });
    env['PATH'] = paths.behind;
    // A folder beside node_modules and package.json, like dist/.
    mkdirSync(join(root, '.plumbline'), { recursive: true });
    build = mkdtempSync(join(root, '.plumbline', 'dist-'));
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json', '--outDir', build], { cwd: root });
  });
  after(() => rmSync(build, { recursive: true, force: true }));

  const allOf = (more: Partial<Way> = {}): Way => ({
    bin: join(build, 'runner/bin.js'),
    path: join(folder.path, 'scenarios'),
    steps: allSteps,
    ...more,
  });

  it('pass if one file is the whole run, each file by turns, with the output in a file', async () => {
    const way = (index: number): Way => {
      const name = names[index % names.length] ?? '';
      return allOf({ path: scenario(name), steps: scenarios[name] ?? 0, output: join(folder.path, `output-${index}`) });
    };
    assert.deepEqual(await failuresOf(way, folder.path, env), []);
  });

  it('pass if a folder is run, from the sources', async () => {
    assert.deepEqual(await failuresOf(() => allOf({ bin: source }), folder.path, env), []);
  });

  it('pass in the middle of a pipe', async () => {
    const wrap = (words: readonly string[]) => ['bash', '-c', `set -o pipefail; echo | ${quoted(words)} | cat`];
    assert.deepEqual(await failuresOf(() => allOf({ wrap }), folder.path, env), []);
  });

  const hasScript = spawnSync('script', ['--version']).status === 0;
  it(`pass in a terminal${hasScript ? '' : ' (unmet: this machine has no script(1) of util-linux)'}`, async function () {
    if (!hasScript) return this.skip();
    const wrap = (words: readonly string[]) => ['script', '-qec', quoted(words), '/dev/null'];
    assert.deepEqual(await failuresOf(() => allOf({ wrap }), folder.path, env), []);
  });

  it('pass with the stand-in for kubectl, for machines without kubectl', async () => {
    const way = allOf({ path: scenario('kubectl') });
    const { code, said } = await run(way, folder.path, { ...env, PATH: paths.inFront });
    assert.deepEqual([code, /^2 passed\b/m.test(said)], [0, true], said);
  });

  it('are skipped with an unmet need without kubectl, and the run says so', async () => {
    const way = allOf({ path: scenario('kubectl') });
    const { code, said } = await run(way, folder.path, { ...env, PATH: join(folder.path, 'empty') });
    assert.match(said, /^0 passed, 2 skipped\b/m);
    assert.match(said, /The program kubectl is needed, and it is not on the PATH\./);
    assert.equal(code, 4);
  });
});
