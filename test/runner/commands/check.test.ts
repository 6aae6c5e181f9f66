import assert from 'node:assert/strict';
import { check } from '../../../runner/commands/check.ts';
import { testFolder } from '../../support/folder.ts';
import { memoryIo } from '../../support/memory-io.ts';
import { badScenario, goodScenario } from '../../support/scenario-texts.ts';

const options = { tag: [], grep: undefined, cluster: undefined };

describe('check', () => {
  const folder = testFolder();
  folder.write('good/one.yaml', goodScenario);
  folder.write('bad/one.yaml', badScenario);
  folder.write('bad/two.yaml', 'title: [');

  it('counts scenarios and steps if there are no faults', async () => {
    const io = memoryIo(folder.path);
    assert.equal(await check.run(['good'], options, io), 0);
    assert.equal(io.stdout, '1 scenario with 1 step: no faults.\n');
  });

  it('reports all faults of all files, with their places, and exits with 2', async () => {
    const io = memoryIo(folder.path);
    assert.equal(await check.run(['bad', 'good'], options, io), 2);
    assert.equal(io.stdout, '');
    assert.match(
      io.stderr,
      /bad\/one\.yaml:2:1 .*stesp[\s\S]*bad\/one\.yaml:4:5 .*resource-matchs[\s\S]*bad\/two\.yaml:1:/,
    );
    assert.match(io.stderr, /3 faults in 2 files\. Nothing was run\.\n$/);
  });

  it('exits with 4 if nothing is selected', async () => {
    const io = memoryIo(folder.path);
    assert.equal(await check.run(['good'], { ...options, tag: ['ingress'] }, io), 4);
    assert.match(io.stderr, /tag ingress/);
  });

  it('exits with 2 when a path does not exist', async () => {
    const io = memoryIo(folder.path);
    assert.equal(await check.run(['nowhere'], options, io), 2);
  });
});
