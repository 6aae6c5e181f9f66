import assert from 'node:assert/strict';
import { list } from '../../../runner/commands/list.ts';
import { testFolder } from '../../support/folder.ts';
import { memoryIo } from '../../support/memory-io.ts';
import { badScenario, goodScenario } from '../../support/scenario-texts.ts';

const options = { tag: [], grep: undefined, json: false };

describe('list', () => {
  const folder = testFolder();
  folder.write('scenarios/a.yaml', goodScenario);
  folder.write(
    'scenarios/longer-name.yaml',
    goodScenario.replace('exists', 'is there').replace('points: 2', 'points: 1'),
  );
  folder.write('bad.yaml', badScenario);

  it('shows the scenarios of the working directory, aligned', async () => {
    const io = memoryIo(folder.path);
    assert.equal(await list.run([], options, io), 0);
    assert.equal(
      io.stdout,
      'scenarios/a            1 step  2 points  A Service exists\nscenarios/longer-name  1 step  1 point   A Service is there\n',
    );
  });

  it('filters by text', async () => {
    const io = memoryIo(folder.path);
    await list.run([], { ...options, grep: 'longer' }, io);
    assert.equal(io.stdout.split('\n').length, 2);
  });

  it('prints JSON', async () => {
    const io = memoryIo(folder.path);
    await list.run([], { ...options, json: true }, io);
    const [first] = JSON.parse(io.stdout);
    assert.deepEqual([first.id, first.steps[0].kind, first.steps[0].line], ['scenarios/a', 'resource-matches', 4]);
  });

  it('reports faults and lists nothing', async () => {
    const io = memoryIo(folder.path);
    assert.equal(await list.run(['bad.yaml'], options, io), 2);
    assert.equal(io.stdout, '');
  });
});
