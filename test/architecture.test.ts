import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { providers } from '../runner/cluster/index.ts';
import { kinds } from '../runner/simulator/api/kinds/index.ts';
import { dialectIn } from './support/dialect.ts';
import type { SourceFile } from './support/imports.ts';
import { findCycle, readSources, root } from './support/imports.ts';

/** Room → rooms whose files it may import. Any other import is an error. */
const allowed: Record<string, readonly string[]> = {
  'runner/core': [],
  'runner/simulator': ['runner/core'],
  'runner/cluster': ['runner/core', 'runner/simulator'],
  'runner/probe': ['runner/core', 'runner/cluster'],
  'runner/diagnosis': ['runner/core', 'runner/cluster', 'runner/probe'],
  'runner/steps': ['runner/core', 'runner/cluster', 'runner/probe', 'runner/diagnosis'],
  'runner/scenario': ['runner/core', 'runner/cluster', 'runner/steps'],
  'runner/engine': ['runner/core', 'runner/cluster', 'runner/scenario', 'runner/steps'],
  'runner/record': ['runner/core'],
  'runner/selftest': ['runner/core', 'runner/cluster', 'runner/engine', 'runner/scenario'],
  'runner/grading': [
    'runner/core',
    'runner/cluster',
    'runner/engine',
    'runner/record',
    'runner/scenario',
    'runner/selftest',
    'runner/steps',
  ],
  'runner/plugins': ['runner/core', 'runner/steps', 'reporters'],
  'runner/templates': ['runner/core'],
  'runner/options': ['runner/core', 'runner/cluster', 'runner/plugins', 'runner/scenario', 'runner/steps'],
  'runner/output': ['runner/core', 'runner/cluster', 'runner/selftest', 'reporters'],
  'runner/standing': ['runner/core', 'runner/cluster', 'runner/options', 'runner/output', 'reporters'],
  'runner/run': [
    'runner/core',
    'runner/cluster',
    'runner/engine',
    'runner/options',
    'runner/output',
    'runner/record',
    'runner/scenario',
  ],
  'runner/commands': [
    'runner/core',
    'runner/cluster',
    'runner/diagnosis',
    'runner/engine',
    'runner/grading',
    'runner/options',
    'runner/output',
    'runner/plugins',
    'runner/record',
    'runner/run',
    'runner/scenario',
    'runner/selftest',
    'runner/standing',
    'runner/steps',
    'runner/templates',
    'reporters',
  ],
  runner: ['runner/commands', 'runner/core', 'runner/options'],
  reporters: ['runner/core'],
};

/** Rooms that may choose a cluster: they may import its whole room, the others only its contract. */
const clusterUsers = ['runner/cluster', 'runner/commands', 'runner/options', 'runner/run', 'runner/standing'];

/** The files of the cluster's room that other rooms may import: the contract and its errors. */
const clusterContract = ['runner/cluster/cluster.ts', 'runner/cluster/api-error.ts'];

/** Package → the places that may import it. */
const owners: Record<string, readonly string[]> = {
  yaml: ['runner/core/source.ts', 'runner/core/to-yaml.ts'],
  ajv: ['runner/scenario/validate.ts'],
  testcontainers: ['runner/cluster/kind/'],
  dockerode: ['runner/cluster/kind/'],
  undici: ['runner/cluster/'],
  ws: ['runner/cluster/', 'runner/simulator/api/'],
  execa: ['runner/cluster/kind/', 'runner/cluster/kubectl.ts', 'runner/steps/act/support/run-program.ts'],
  'just-bash': ['runner/simulator/shell/'],
  rfc6902: ['runner/simulator/api/'],
  croner: ['runner/simulator/api/kinds/cron-job/'],
  'jsonpath-plus': ['runner/engine/values.ts', 'runner/steps/'],
  commander: ['runner/cli.ts'],
  tinyglobby: ['runner/scenario/select.ts'],
};

/** Packages that are loaded at their first use, never at start-up. */
const lazy = ['testcontainers', 'undici', 'ws', 'execa', 'just-bash'];

/** File → why it may be longer than 300 lines. */
const longFiles: Record<string, string> = {};

/** Files of the API outside kinds/ that name a kind → why. */
const kindNamers: Record<string, string> = {
  'runner/simulator/api/access/tokens.ts': 'a token is good while its account, its pod and its Secret are there',
  'runner/simulator/api/admission/limit-ranger.ts': 'Pod is a type of limit',
  'runner/simulator/api/admission/resource-quota.ts': 'the name of the plugin',
};

const sources = readSources('runner', 'reporters');

const roomOf = (path: string): string => {
  const parts = path.split('/');
  if (parts[0] !== 'runner') return parts[0] ?? '';
  return parts.length > 2 ? `runner/${parts[1]}` : 'runner';
};

const faults = (find: (source: SourceFile) => string[]): string[] =>
  sources.flatMap((source) => find(source).map((fault) => `${source.path}: ${fault}`));

const graphOf = (name: (path: string) => string): Map<string, Set<string>> => {
  const graph = new Map<string, Set<string>>();
  for (const { path, imports } of sources) {
    const from = name(path);
    const edges = graph.get(from) ?? new Set();
    for (const target of imports.map(name)) if (target !== from) edges.add(target);
    graph.set(from, edges);
  }
  return graph;
};

/** Code without comments and strings, so that a word in a sentence does not count. */
const codeOf = (text: string): string =>
  text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/[^\n]*/g, '')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");

describe('architecture', () => {
  it('finds the sources', () => {
    assert.ok(sources.length > 50, `only ${sources.length} files`);
  });

  it('imports go only where the list says', () => {
    assert.deepEqual(
      faults(({ path, imports }) =>
        imports
          .filter((target) => {
            const [from, to] = [roomOf(path), roomOf(target)];
            return from !== to && !(allowed[from] ?? []).includes(to);
          })
          .map((target) => `may not import ${target}`),
      ),
      [],
    );
  });

  it('docs/architecture.md lists each room with its imports', () => {
    const there = new Set(sources.map(({ path }) => roomOf(path)));
    const short = (room: string): string => `${room.replace('runner/', '')}/`;
    const knows = [...there].map((room) => [
      `${room}/`,
      (allowed[room] ?? [])
        .filter((each) => there.has(each))
        .map(short)
        .sort(),
    ]);
    const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `((?:runner|reporters)\/\w*\/?)` \|.*\| ([^|]*)\|$/gm)].map(
      ([, room = '', cell = '']) => [room, [...cell.matchAll(/`([^`]+)`/g)].map(([, each = '']) => each)],
    );
    assert.deepEqual(Object.fromEntries(rows), Object.fromEntries(knows));
    assert.equal(rows.length, there.size);
  });

  it('rooms above the cluster import only its contract', () => {
    assert.deepEqual(
      faults(({ path, imports }) =>
        imports
          .filter((target) => roomOf(target) === 'runner/cluster' && !clusterContract.includes(target))
          .filter(() => !clusterUsers.includes(roomOf(path)))
          .map((target) => `imports ${target}`),
      ),
      [],
    );
  });

  it('only the embedded provider imports the simulator, and only its index', () => {
    assert.deepEqual(
      faults(({ path, imports }) =>
        imports
          .filter((target) => roomOf(target) === 'runner/simulator' && roomOf(path) !== 'runner/simulator')
          .filter((target) => !path.startsWith('runner/cluster/embedded/') || target !== 'runner/simulator/index.ts')
          .map((target) => `imports ${target}`),
      ),
      [],
    );
  });

  it('commands/ contains only commands, and groups of steps contain only kinds', () => {
    const listed = (path: string): readonly string[] => sources.find((each) => each.path === path)?.imports ?? [];
    const rooms = [
      { room: /^runner\/commands\/[^/]+\.ts$/, list: 'runner/commands/index.ts' },
      { room: /^runner\/steps\/(?!kubernetes\/)[^/]+\/[^/]+\.ts$/, list: 'runner/steps/index.ts' },
    ];
    for (const { room, list } of rooms)
      assert.deepEqual(
        faults(({ path }) =>
          room.test(path) && path !== list && !listed(list).includes(path) ? ['is not listed'] : [],
        ),
        [],
      );
  });

  it('the API names its kinds only in kinds/', () => {
    const named = new RegExp(`'(${kinds.map(({ resource }) => resource.kind).join('|')})'`);
    const isNamed = ({ path, text }: SourceFile): boolean =>
      /^runner\/simulator\/api\/(?!kinds\/)/.test(path) && named.test(text);
    assert.deepEqual(
      sources
        .filter(isNamed)
        .map(({ path }) => path)
        .toSorted(),
      Object.keys(kindNamers),
    );
  });

  it('only kinds/index.ts lists all kinds', () => {
    const list = 'runner/simulator/api/kinds/index.ts';
    const isKind = ({ path, text }: SourceFile): boolean =>
      path.startsWith('runner/simulator/api/kinds/') && /^export const \w+: ApiKind\b/m.test(text);
    assert.deepEqual(
      sources
        .filter(isKind)
        .map(({ path }) => path)
        .toSorted(),
      (sources.find(({ path }) => path === list)?.imports ?? [])
        .filter((path) => !path.endsWith('/api-kind.ts'))
        .toSorted(),
    );
  });

  it('providers of clusters do not import each other', () => {
    const providerOf = (path: string): string | undefined => /^runner\/cluster\/([^/]+)\//.exec(path)?.[1];
    assert.deepEqual(
      faults(({ path, imports }) =>
        imports
          .filter((target) => providerOf(path) && providerOf(target) && providerOf(path) !== providerOf(target))
          .map((target) => `imports ${target}`),
      ),
      [],
    );
  });

  it('no room above the cluster compares the name of its provider', () => {
    const names = providers.map(({ name }) => `'${name}'`).join('|');
    const compares = new RegExp(
      `[!=]==? *(${names})|(${names}) *[!=]==?|case (${names}):|\\bprovider(\\.name)? *[!=]==? *['"\\w]`,
    );
    assert.match("if (provider === 'kind') return", compares);
    assert.deepEqual(
      faults(({ path, text }) =>
        roomOf(path) !== 'runner/cluster' && compares.test(text) ? ['compares the name of a provider'] : [],
      ),
      [],
    );
  });

  it('no cycle between files', () => {
    assert.equal(findCycle(graphOf((path) => path)), undefined);
  });

  it('no cycle between rooms', () => {
    assert.equal(findCycle(graphOf(roomOf)), undefined);
  });

  it('packages are imported only in their place', () => {
    assert.deepEqual(
      faults(({ path, packages }) =>
        packages
          .filter((each) => !each.startsWith('node:'))
          .filter((each) => !(owners[each] ?? []).some((place) => path.startsWith(place)))
          .map((each) => `imports the package ${each}`),
      ),
      [],
    );
  });

  it('heavy packages are loaded at their first use', () => {
    const eager = new RegExp(`^import (?!type )[^;]*from '(${lazy.join('|')})'`, 'm');
    assert.deepEqual(
      faults(({ text }) => (eager.test(text) ? ['imports a heavy package at start-up'] : [])),
      [],
    );
  });

  it('only the process edge uses process', () => {
    assert.deepEqual(
      faults(({ path, text, packages }) =>
        path !== 'runner/main.ts' &&
        (/\bprocess\.|\bglobalThis\.process\b/.test(codeOf(text)) || packages.includes('node:process'))
          ? ['uses process']
          : [],
      ),
      [],
    );
  });

  it('time and chance are arguments', () => {
    const clockOnly =
      /\b(setTimeout|setInterval|Date\.now|new Date\(\)|performance\.now|AbortSignal\.timeout|Math\.random)\b/;
    assert.deepEqual(
      faults(({ path, text }) =>
        path !== 'runner/core/clock.ts' && clockOnly.test(codeOf(text)) ? ['takes time or chance by itself'] : [],
      ),
      [],
    );
  });

  it('no default exports, no console', () => {
    assert.deepEqual(
      faults(({ text }) =>
        /^export default|\bconsole\./m.test(codeOf(text)) ? ['has a default export or prints'] : [],
      ),
      [],
    );
  });

  it('files stay short', () => {
    assert.deepEqual(
      faults(({ path, lines }) => (lines > 300 && !(path in longFiles) ? [`has ${lines} lines`] : [])),
      [],
    );
    for (const path of Object.keys(longFiles))
      assert.ok(
        sources.some((each) => each.path === path && each.lines > 300),
        path,
      );
  });

  it('comments and messages have plain subjects and numbers', () => {
    const found = [
      '/** What a pod prints. */',
      "fail('It ended. What it printed is unknown.')",
      '/**\n * Ends it. Whoever waits\n * gets an error.\n */',
      '// At least so many pods.',
    ];
    for (const text of found) assert.equal(dialectIn(text).length, 1, text);
    for (const text of ["ask('What is the port?')", '/** Shows what a pod prints. */', 'interface What {}'])
      assert.deepEqual(dialectIn(text), []);
    assert.deepEqual(
      faults(({ text }) => dialectIn(text).map((each) => `says "${each}"`)),
      [],
    );
  });

  it('every source has its test', () => {
    const isOnlyTypes = (text: string): boolean =>
      !/^(?:export )?(?:abstract |async )?(?:const|let|function|class)\b/m.test(text);
    const tests = new Set(readSources('test').map((each) => each.path));
    const withoutLogic =
      /(^|\/)(index|cluster|scenario|step|events|result|reason|diagnostic|io|command|options|lookup|selection-options|mutant|main|about)\.ts$/;
    // Nothing without an engine: tests on a real cluster prove them, in test/kind/.
    const needsEngine =
      /^runner\/cluster\/(default-images|kubectl|kind\/(addons\/(addons|external-hosts|ingress|manifests\/[a-z-]+)|boot\/(api-server|boot|readiness|start-nodes)|engine\/(engine|engine-candidates|reaper)|images\/(engine-images|image-contents)|nodes\/(machine|node|node-container|outside|side-container)|provide|provider))\.ts$/;
    assert.deepEqual(
      faults(({ path, text }) =>
        withoutLogic.test(path) ||
        isOnlyTypes(text) ||
        needsEngine.test(path) ||
        tests.has(`test/${path.replace(/\.ts$/, '.test.ts')}`)
          ? []
          : ['has no test'],
      ),
      [],
    );
  });
});
