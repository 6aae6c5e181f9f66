import assert from 'node:assert/strict';
import { runTrials } from '../support/trials.ts';
import { lab } from './support/shared-lab.ts';

describe('trials of the kinds on a real cluster', () => {
  it('show what they show on the embedded one', async function () {
    this.timeout(900_000);
    assert.deepEqual(await runTrials(lab, 6), []);
  });
});
