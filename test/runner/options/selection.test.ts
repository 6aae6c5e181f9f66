import assert from 'node:assert/strict';
import { selectionCode, selectScenarios } from '../../../runner/options/selection.ts';
import { testFolder } from '../../support/folder.ts';
import { badScenario, goodScenario } from '../../support/scenario-texts.ts';

describe('selection', () => {
  const folder = testFolder();
  folder.write('scenarios/a.yaml', goodScenario);
  folder.write('checks/b.yaml', goodScenario);
  folder.write('bad/c.yaml', badScenario);
  folder.write('configured/plumbline.yaml', 'scenarios: [mine]\n');
  folder.write('configured/mine/d.yaml', goodScenario);
  folder.write('broken/plumbline.yaml', 'scenarioss: [mine]\n');
  const select = (words: string[], place = '') =>
    selectScenarios(words, { tag: [] }, { cwd: `${folder.path}/${place}` });
  const ids = async (words: string[], place?: string) =>
    (await select(words, place)).scenarios.map(({ planned }) => planned.id);

  it('selects scenarios/ by default', async () => assert.deepEqual(await ids([]), ['scenarios/a']));
  it('selects the paths of the project file', async () => assert.deepEqual(await ids([], 'configured'), ['mine/d']));
  it('prefers the paths on the command line', async () =>
    assert.deepEqual(await ids(['checks', 'scenarios/a.yaml']), ['checks/b', 'scenarios/a']));

  it('selects nothing if the project file has a fault', async () => {
    const selected = await select([], 'broken');
    assert.deepEqual([selected.scenarios.length, selectionCode(selected)], [0, 2]);
  });

  it('selects nothing if one file has a fault', async () => {
    const selected = await select(['checks', 'bad']);
    assert.deepEqual([selected.scenarios.length, selectionCode(selected)], [0, 2]);
  });
});
