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

  const select = async (paths: string[], cwd = folder): Promise<{ files: string[]; root: string; told: string[] }> => {
    const { files, root, diagnostics } = await selectFiles(paths, cwd);
    return {
      files: files.map((file) => file.slice(folder.length + 1)),
      root: root.slice(folder.length + 1),
      told: diagnostics.map(({ code, message }) => `${code} ${message}`),
    };
  };

  it('takes what is below a folder, but fixtures, hidden folders and other files', async () => {
    assert.deepEqual(await select(['scenarios']), {
      files: ['scenarios/a/z.yml', 'scenarios/b.yaml'],
      root: '',
      told: [],
    });
  });

  it('takes files as they are named, each once, in the order given', async () => {
    const { files } = await select(['other/c.yaml', 'scenarios/a/fixtures/web.yaml', 'scenarios', './other/c.yaml']);
    assert.deepEqual(files, ['other/c.yaml', 'scenarios/a/fixtures/web.yaml', 'scenarios/a/z.yml', 'scenarios/b.yaml']);
  });

  it('takes globs', async () => {
    assert.deepEqual((await select(['**/*.yaml'])).files, ['other/c.yaml', 'scenarios/b.yaml']);
    assert.deepEqual((await select(['scenarios/*'])).files, ['scenarios/b.yaml']);
  });

  it('has a root that holds all', async () => {
    const inner = join(folder, 'scenarios/a');
    assert.equal((await select(['.'], inner)).root, 'scenarios/a');
    assert.equal((await select(['../b.yaml'], inner)).root, 'scenarios');
    assert.equal((await select([join(folder, 'other'), '.'], inner)).root, '');
  });

  it('tells of paths that lead nowhere', async () => {
    assert.deepEqual((await select(['nope.yaml', 'nope/*.yaml'])).told, [
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

  it('keeps all without a filter', () => assert.equal(ids({}).length, 3));

  it('keeps what has one of the tags, and none of the refused ones', () => {
    assert.deepEqual(ids({ tags: ['services'] }), ['basics/first', 'dns/names']);
    assert.deepEqual(ids({ tags: ['slow', 'services'] }), ['basics/first', 'dns/names', 'dns/slow']);
    assert.deepEqual(ids({ tags: ['dns', '!slow'] }), ['dns/names']);
    assert.deepEqual(ids({ tags: ['!services'] }), ['dns/slow']);
  });

  it('keeps what has the text in its id or title', () => {
    assert.deepEqual(ids({ grep: 'ADDRESS' }), ['basics/first']);
    assert.deepEqual(ids({ grep: 'dns/' }), ['dns/names', 'dns/slow']);
    assert.deepEqual(ids({ grep: 'dns', tags: ['services'] }), ['dns/names']);
    assert.deepEqual(ids({ grep: '.*' }), []);
  });

  it('says so when nothing is left', () => {
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
