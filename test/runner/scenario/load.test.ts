import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { renderDiagnostic } from '../../../runner/core/frame.ts';
import { loadScenarios } from '../../../runner/scenario/load.ts';
import { stepKinds } from '../../../runner/steps/index.ts';
import { faultsOf, loadOne, loadTexts } from './support.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');
const isYaml = (name: string): boolean => name.endsWith('.yaml');

/** A case is a file, or a folder of files that are loaded together. */
const casesIn = (folder: string): { name: string; files: string[] }[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile())
      return isYaml(entry.name) ? [{ name: entry.name.replace(/\.yaml$/, ''), files: [entry.name] }] : [];
    if (entry.name === 'fixtures') return [];
    const files = readdirSync(join(folder, entry.name)).filter(isYaml).sort();
    return [{ name: entry.name, files: files.map((file) => `${entry.name}/${file}`) }];
  });

/** The kinds that the goldens list. They do not change when kinds are added. */
const goldenKinds = new Set([
  ...['apply', 'delete', 'scale', 'label', 'exec', 'kubectl', 'wait-for', 'resource-matches', 'endpoints-are', 'curl'],
  ...[
    'curl-fails',
    'curl-hits-distinct-pods',
    'ping-succeeds',
    'ping-fails-on-cluster-ip',
    'dns-resolves',
    'dns-fails',
  ],
]);
const kinds = stepKinds.filter(({ key }) => goldenKinds.has(key));

describe('scenarios with faults', () => {
  const root = join(fixtures, 'invalid');
  const cases = casesIn(root);

  it('exist', () => {
    assert.ok(cases.length >= 20);
    assert.equal(kinds.length, goldenKinds.size);
  });

  for (const { name, files } of cases)
    it(`${name} has exactly the faults of its .err file`, async () => {
      const { scenarios, diagnostics, texts } = await loadScenarios({ files, kinds, root });
      const rendered = diagnostics.map((each) =>
        renderDiagnostic(each, each.span && texts.get(each.span.file), { color: false }),
      );
      const text = `${rendered.join('\n\n')}\n`;
      const golden = join(root, `${name}.err`);
      if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(golden, text);
      assert.equal(text, readFileSync(golden, 'utf8'));
      assert.deepEqual(scenarios, []);
      assert.ok(diagnostics.every(({ code }) => code !== 'internal'));
    });
});

describe('valid scenarios', () => {
  const root = join(fixtures, 'valid');
  for (const { name, files } of casesIn(root))
    it(`${name} loads`, async () => {
      const { scenarios, diagnostics } = await loadScenarios({ files, kinds: stepKinds, root });
      assert.deepEqual(diagnostics, []);
      assert.ok(scenarios.length >= 1);
      for (const scenario of scenarios) assert.ok(scenario.steps.length >= 1);
    });
});

describe('the examples of kinds', () => {
  for (const kind of stepKinds)
    it(`${kind.key} loads`, async () => {
      const body = kind.example.trimEnd().replaceAll('\n', '\n      ');
      const text = `title: An example\nsteps:\n  - ${kind.key}:\n      ${body}\n`;
      const { diagnostics } = await loadScenarios({
        files: ['example.yaml'],
        kinds: stepKinds,
        root: '/course',
        readFile: async (path) =>
          path.endsWith('example.yaml') ? text : 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
      });
      assert.deepEqual(
        diagnostics.filter(({ code }) => !code.startsWith('reference-')),
        [],
      );
    });
});

describe('loadScenarios', () => {
  it('reports the faults of all files, in order, each once', async () => {
    const loaded = await loadTexts(
      {
        'b.yaml': 'title: B\nsteps:\n  - put-objects: shared.yaml\n  - nope: 1\n',
        'a.yaml': 'title: A\nsteps:\n  - put-objects: shared.yaml\n',
        'shared.yaml': 'kind: Service\n',
        'c.yaml': 'title: C\nsteps: [{look-around: {}}]\n',
      },
      ['b.yaml', 'a.yaml', 'missing.yaml', 'c.yaml'],
    );
    assert.deepEqual(faultsOf(loaded), [
      'manifest-invalid shared.yaml:1:1',
      'step-kind-unknown b.yaml:4:5',
      'file-not-found undefined:undefined:undefined',
    ]);
    assert.deepEqual(
      loaded.scenarios.map(({ planned }) => planned.id),
      ['c'],
    );
    assert.deepEqual([...loaded.texts.keys()].sort(), ['a.yaml', 'b.yaml', 'c.yaml', 'shared.yaml']);
  });

  it('names scenarios by their path and steps by their kind', async () => {
    const scenario = await loadOne({
      'services/basics/first.yml': `
title: First
steps:
  - look-around:
  - look-around: {}
  - look-around: { seconds: 2 }
    id: look-around-3
  - look-around:
`,
    });
    assert.equal(scenario.planned.id, 'services/basics/first');
    assert.deepEqual(
      scenario.steps.map(({ planned }) => planned.id),
      ['look-around', 'look-around-2', 'look-around-3', 'look-around-4'],
    );
  });

  it('shows paths relative to the working directory', async () => {
    const { diagnostics, texts } = await loadScenarios({
      files: ['/course/week/a.yaml'],
      kinds: [],
      root: '/course/week',
      cwd: '/course',
      readFile: async () => '- 1\n',
    });
    assert.deepEqual(
      diagnostics.map(({ span }) => span?.file),
      ['week/a.yaml'],
    );
    assert.deepEqual([...texts.keys()], ['week/a.yaml']);
  });

  it('never rejects, whatever the file contains', async () => {
    const fragment = fc.constantFrom(
      ...[
        'title: x\n',
        'steps:\n',
        '  - ',
        'fetch-url: ',
        'put-objects: ',
        '{',
        '}',
        'file: ',
        'a.yaml',
        '${',
        '}',
        '\n',
        'url: ',
      ],
      ...[
        'matrix: ',
        'vars: ',
        'given:\n',
        '[',
        ']',
        ', ',
        'null',
        '1',
        'requires: ',
        'capture: ',
        '    ',
        'namespace',
        '*a',
        '&a ',
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 25 }), async (parts) => {
        const { scenarios, diagnostics } = await loadTexts({ 'a.yaml': parts.join('') });
        assert.ok(diagnostics.length > 0 !== scenarios.length > 0);
        assert.ok(
          diagnostics.every(({ code }) => code !== 'internal'),
          JSON.stringify(diagnostics),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('never rejects, whatever the values are', async () => {
    const words = [
      'title',
      'steps',
      'given',
      'vars',
      'matrix',
      'cleanup',
      'namespaces',
      'needs',
      'tags',
      'file',
      'manifest',
    ];
    const stepWords = [
      'fetch-url',
      'put-objects',
      'look-around',
      'requires',
      'capture',
      'id',
      'within',
      'points',
      'name',
    ];
    const leaf = fc.oneof(fc.constantFrom('a', '${a}', '${service.x.port}', '5s', '', null, 0, true), fc.integer());
    const step = fc.dictionary(
      fc.constantFrom(...stepWords, ...words),
      fc.oneof(leaf, fc.array(leaf), fc.dictionary(fc.constantFrom('url', 'file', 'manifest', 'a'), leaf)),
    );
    const value = fc.oneof(leaf, fc.array(fc.oneof(step, leaf)), step);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...words), value), async (scenario) => {
        const { diagnostics } = await loadTexts({ 'a.yaml': JSON.stringify(scenario) });
        assert.ok(
          diagnostics.every(({ code, span }) => code !== 'internal' && span),
          JSON.stringify(diagnostics),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('hostile scenarios', () => {
  for (const [name, text] of [
    ['very many expressions', `title: T\nsteps:\n  - fetch-url: "${'${x}'.repeat(200_000)}"\n`],
    ['very many steps', `title: T\nsteps:\n${'  - look-around:\n'.repeat(50_000)}`],
    ['very many faults', `title: T\nsteps:\n${'  - nope: 1\n'.repeat(50_000)}`],
    ['very many files', `title: T\ngiven:\n${'  - file: a.yaml\n'.repeat(50_000)}steps: [{ look-around: }]\n`],
    [
      'a very large matrix',
      `title: T\nmatrix: { ${Array.from({ length: 40 }, (_, key) => `k${key}: [1, 2]`).join(', ')} }\nsteps: [{ look-around: }]\n`,
    ],
    ['very many open braces', `title: T\nsteps:\n  - fetch-url: "${'${'.repeat(400_000)}"\n`],
  ] as const)
    it(`are refused in bounded time: ${name}`, async () => {
      const { scenarios, diagnostics } = await loadTexts({ 'a.yaml': text });
      assert.deepEqual(scenarios, []);
      assert.ok(diagnostics.length >= 1 && diagnostics.length <= 200, String(diagnostics.length));
    });
});
