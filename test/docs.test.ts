import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pages } from '../docs/generate.ts';
import { main } from '../runner/cli.ts';
import { commands } from '../runner/commands/index.ts';
import { isObject } from '../runner/core/json.ts';
import { placeholders, simulatedImagesShape } from '../runner/core/simulated-image.ts';
import { readConfig } from '../runner/options/config.ts';
import { configName } from '../runner/options/find-config.ts';
import { loadScenarios } from '../runner/scenario/load.ts';
import { readFileWithin } from '../runner/scenario/read-file.ts';
import { stepKinds } from '../runner/steps/index.ts';
import { testFolder } from './support/folder.ts';
import { readSources, root } from './support/imports.ts';
import { memoryIo } from './support/memory-io.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pagesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...['scenarios/README.md', 'runner/simulator/README.md'],
  ...pagesBelow('docs'),
  ...pagesBelow('.github'),
];

/** If npx finds no command `plumbline`, it would fetch the package of that name, which belongs to another project. */
const fetchesAnother =
  /\b(?:npx|npm exec)(?! --no -- plumbline\b)(?: +-\S*)* +plumbline\b(?!-)|\bnpm (?:i|install|add)\b[^\n`]* plumbline(?![-\w])/;

/** Fenced blocks of one language. */
const blocksOf = (path: string, language: string): string[] =>
  [...read(path).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, word]) => word === language)
    .map(([, , text = '']) => text);

describe('docs', () => {
  it('generated pages are fresh (refresh them with: npm run docs)', async () => {
    for (const [path, text] of Object.entries(await pages())) assert.equal(read(path), text, path);
  });

  it('the README has the size of the catalogue', () => {
    const [, scenarios, steps] = /(\d+) scenarios with (\d+) steps/.exec(read('scenarios/README.md')) ?? [];
    const readme = read('README.md');
    assert.ok(readme.includes(`${scenarios} scenarios with ${steps} steps`), `${scenarios}, ${steps}`);
    assert.ok(readme.includes(`${steps} steps in ${scenarios} scenarios`), `${scenarios}, ${steps}`);
  });

  it('scenarios in the README load', async () => {
    const scenarios = blocksOf('README.md', 'yaml').filter((text) => text.startsWith('title:'));
    assert.ok(scenarios.length > 0);
    for (const [index, text] of scenarios.entries()) {
      const file = join(root, `readme-${index}.yaml`);
      const readFile = async (path: string, within: string): Promise<string> =>
        path === file ? text : readFileWithin(path, within);
      const { diagnostics } = await loadScenarios({ files: [file], kinds: stepKinds, root, readFile });
      assert.deepEqual(diagnostics, []);
    }
  });

  const { name, version, scripts } = JSON.parse(read('package.json')) as {
    name: string;
    version: string;
    scripts: Record<string, string>;
  };
  const tarball = `${name}-${version}.tgz`;
  /** npm's own verbs → the words that may follow. */
  const ofNpm: Record<string, string> = { ci: '', pack: '../plumbline', install: `--save-dev ./${tarball}` };

  const checkLine = async (line: string): Promise<void> => {
    const [program, verb = '', ...words] = line.split(' ');
    if (program === 'npm' && verb in ofNpm) return assert.equal(words.join(' '), ofNpm[verb], line);
    if (program === 'npm') return assert.ok((verb === 'run' ? (words[0] ?? '') : verb) in scripts, line);
    assert.deepEqual([program, verb, ...words.slice(0, 2)], ['npx', '--no', '--', 'plumbline'], line);
    const io = memoryIo(root);
    const stubs = commands.map((command) => ({ ...command, run: async () => 0 }));
    assert.equal(await main(words.slice(2), io, stubs), 0, `${line}: ${io.stderr}`);
  };

  for (const [path, atLeast] of [
    ['README.md', 10],
    ['CONTRIBUTING.md', 3],
    ['scenarios/README.md', 2],
  ] as const)
    it(`commands in ${path} exist, with their options`, async () => {
      const lines = blocksOf(path, 'sh').flatMap((text) => text.trim().split('\n'));
      assert.ok(lines.length >= atLeast, `only ${lines.length}`);
      for (const line of lines) await checkLine(line);
    });

  it('no line makes a user run the package of another project', () => {
    for (const wrong of ['npx plumbline run', 'npx -y plumbline up', 'npm i -g plumbline', 'npx --no plumbline'])
      assert.match(wrong, fetchesAnother);
    for (const right of ['npx --no -- plumbline run', `npx ${name} run`, `npm install --save-dev ./${tarball}`])
      assert.doesNotMatch(right, fetchesAnother);
    const sources = readSources('runner', 'reporters', 'docs', 'tools', 'bench').map(({ path }) => path);
    for (const path of [...documents, ...sources, '.ci/run', '.github/workflows/ci.yml', 'package.json'])
      assert.doesNotMatch(read(path), fetchesAnother, path);
  });

  describe('docs/simulated-images.md', () => {
    const page = 'docs/simulated-images.md';
    const [scenario = '', project = ''] = blocksOf(page, 'yaml');
    const folder = testFolder();

    it('its scenario passes, beside its plumbline.yaml', async () => {
      folder.write('canary.yaml', scenario);
      folder.write(configName, project);
      const io = memoryIo(folder.path);
      assert.equal(await main(['run', 'canary.yaml'], io), 0, `${io.stdout}${io.stderr}`);
      assert.match(io.stdout, /6 passed/);
    });

    it('its plumbline.yaml has the described images', () => {
      folder.write(configName, project);
      const { config, diagnostics } = readConfig(folder.path);
      assert.deepEqual(diagnostics, []);
      assert.deepEqual(
        config.simulatedImages?.map(({ image, ports, exit }) => [image, ports.map(({ port }) => port), exit?.after]),
        [
          ['shop/cart', [8080, 8443], undefined],
          ['shop/worker', [], 10_000],
        ],
      );
    });

    it('names every key and every placeholder', () => {
      const text = read(page);
      const keysIn = (value: unknown): string[] => {
        if (Array.isArray(value)) return value.flatMap(keysIn);
        if (!isObject(value)) return [];
        const { properties, ...rest } = value;
        const own = isObject(properties) ? Object.keys(properties) : [];
        return [
          ...own,
          ...(isObject(properties) ? Object.values(properties).flatMap(keysIn) : []),
          ...keysIn(Object.values(rest)),
        ];
      };
      const keys = keysIn(simulatedImagesShape.schema);
      assert.ok(keys.includes('ready-after') && keys.includes('status'));
      for (const key of keys) assert.match(text, new RegExp(`\`[^\`\n]*\\b${key}\\b`), key);
      for (const name of Object.values(placeholders).flat()) assert.ok(text.includes(`{{${name}}}`), name);
    });
  });

  for (const path of documents) {
    it(`${path}: links and paths exist`, () => {
      const text = read(path);
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) =>
        join(dirname(path), target),
      );
      const paths = [
        ...text.matchAll(/`((?:runner|reporters|scenarios|test|docs|bench|tools|\.ci|\.github)\/[\w./-]*)`/g),
      ].map(([, target = '']) => target);
      for (const target of [...links, ...paths]) assert.ok(existsSync(join(root, target)), `${path} names ${target}`);
    });
  }
});
