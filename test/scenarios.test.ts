import assert from 'node:assert/strict';
import { plumbline } from './support/child.ts';
import { makeLab } from './support/lab.ts';
import { runMutations } from './support/mutations.ts';

describe('the scenarios on the embedded cluster', () => {
  const lab = makeLab('embedded', 1_000, 4_000);
  after(() => lab.close());

  it('all pass, and no step is skipped', async function () {
    this.timeout(180_000);
    const end = await plumbline(['run', '--cluster', 'embedded', '--workers', '2', 'scenarios/']);
    assert.equal(end.code, 0, end.stdout + end.stderr);
    assert.match(end.stdout, /^\d+ passed {2}in /m);
    assert.match(end.stdout, /simulated/);
  });

  it('mutations fail exactly the right step, with the reasons of a real cluster', async function () {
    this.timeout(180_000);
    assert.deepEqual(await runMutations(lab, 4), []);
  });

  it('no wait was cut short while work was going on', () => assert.deepEqual(lab.leaps(), []));
});
