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

  it('takes scenarios/ when nothing is said', async () => assert.deepEqual(await ids([]), ['scenarios/a']));
  it('takes what the project says', async () => assert.deepEqual(await ids([], 'configured'), ['mine/d']));
  it('takes what the user says first', async () =>
    assert.deepEqual(await ids(['checks', 'scenarios/a.yaml']), ['checks/b', 'scenarios/a']));

  it('a fault of the project file stops all', async () => {
    const selected = await select([], 'broken');
    assert.deepEqual([selected.scenarios.length, selectionCode(selected)], [0, 2]);
  });

  it('one bad file stops the good ones beside it', async () => {
    const selected = await select(['checks', 'bad']);
    assert.deepEqual([selected.scenarios.length, selectionCode(selected)], [0, 2]);
  });
});
