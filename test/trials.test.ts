import assert from 'node:assert/strict';
import { makeLab } from './support/lab.ts';
import { runTrials } from './support/trials.ts';

describe('trials of the kinds on the embedded cluster', () => {
  const lab = makeLab('embedded', 1_000, 4_000);
  after(() => lab.close());

  it('what is right passes, what is broken turns exactly its step red', async function () {
    this.timeout(120_000);
    assert.deepEqual(await runTrials(lab, 8), []);
  });
});
