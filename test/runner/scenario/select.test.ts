import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Scenario } from '../../../runner/scenario/scenario.ts';
import { filterScenarios, selectFiles } from '../../../runner/scenario/select.ts';

describe('selectFiles', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-select-'));
    for (const file of [
      ...['scenarios/b.yaml', 'scenarios/a/z.yml', 'scenarios/a/fixtures/web.yaml', 'scenarios/.hidden/x.yaml'],
      ...['scenarios/schema.json', 'scenarios/plumbline.yaml', 'scenarios/a/node_modules/m.yaml', 'other/c.yaml'],
    ]) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), '');
    }
  });
  after(() => rm(folder, { recursive: true }));

  const select = async (
    paths: string[],
    cwd = folder,
  ): Promise<{ files: string[]; root: string; faults: string[] }> => {
    const { files, root, diagnostics } = await selectFiles(paths, cwd);
    return {
      files: files.map((file) => file.slice(folder.length + 1)),
      root: root.slice(folder.length + 1),
      faults: diagnostics.map(({ code, message }) => `${code} ${message}`),
    };
  };

  it('selects the scenarios below a folder, without fixtures, hidden folders and other files', async () => {
    assert.deepEqual(await select(['scenarios']), {
      files: ['scenarios/a/z.yml', 'scenarios/b.yaml'],
      root: '',
      faults: [],
    });
  });

  it('selects named files in the order given, each once', async () => {
    const { files } = await select(['other/c.yaml', 'scenarios/a/fixtures/web.yaml', 'scenarios', './other/c.yaml']);
    assert.deepEqual(files, ['other/c.yaml', 'scenarios/a/fixtures/web.yaml', 'scenarios/a/z.yml', 'scenarios/b.yaml']);
  });

  it('expands globs', async () => {
    assert.deepEqual((await select(['**/*.yaml'])).files, ['other/c.yaml', 'scenarios/b.yaml']);
    assert.deepEqual((await select(['scenarios/*'])).files, ['scenarios/b.yaml']);
  });

  it('returns a root that holds all files', async () => {
    const inner = join(folder, 'scenarios/a');
    assert.equal((await select(['.'], inner)).root, 'scenarios/a');
    assert.equal((await select(['../b.yaml'], inner)).root, 'scenarios');
    assert.equal((await select([join(folder, 'other'), '.'], inner)).root, '');
  });

  it('reports paths that match nothing', async () => {
    assert.deepEqual((await select(['nope.yaml', 'nope/*.yaml'])).faults, [
      'file-not-found There is no file or folder nope.yaml.',
      'file-not-found No file matches the pattern nope/*.yaml.',
    ]);
  });
});

describe('filterScenarios', () => {
  const scenario = (id: string, title: string, tags: string[]): Scenario =>
    ({ planned: { id, title, tags, file: '', steps: [] } }) as unknown as Scenario;
  const all = [
    scenario('basics/first', 'A Service has an address', ['services']),
    scenario('dns/names', 'A name resolves', ['dns', 'services']),
    scenario('dns/slow', 'A name is slow', ['dns', 'slow']),
  ];
  const ids = (filter: Parameters<typeof filterScenarios>[1]): string[] =>
    filterScenarios(all, filter).scenarios.map(({ planned }) => planned.id);

  it('keeps all scenarios without a filter', () => assert.equal(ids({}).length, 3));

  it('keeps scenarios that have one of the tags and no refused tag', () => {
    assert.deepEqual(ids({ tags: ['services'] }), ['basics/first', 'dns/names']);
    assert.deepEqual(ids({ tags: ['slow', 'services'] }), ['basics/first', 'dns/names', 'dns/slow']);
    assert.deepEqual(ids({ tags: ['dns', '!slow'] }), ['dns/names']);
    assert.deepEqual(ids({ tags: ['!services'] }), ['dns/slow']);
  });

  it('keeps scenarios whose id or title contains the string', () => {
    assert.deepEqual(ids({ grep: 'ADDRESS' }), ['basics/first']);
    assert.deepEqual(ids({ grep: 'dns/' }), ['dns/names', 'dns/slow']);
    assert.deepEqual(ids({ grep: 'dns', tags: ['services'] }), ['dns/names']);
    assert.deepEqual(ids({ grep: '.*' }), []);
  });

  it('reports a filter that leaves no scenario', () => {
    assert.deepEqual(filterScenarios(all, { tags: ['servces'], grep: 'x' }).diagnostics, [
      {
        code: 'nothing-selected',
        message: 'None of 3 scenarios has tag servces and pattern x.',
        hint: 'Did you mean services?',
      },
    ]);
    assert.deepEqual(filterScenarios([], {}).diagnostics, [
      { code: 'nothing-selected', message: 'There are no scenarios.' },
    ]);
  });
});
