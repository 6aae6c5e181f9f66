import assert from 'node:assert/strict';
import { runMutations } from '../support/mutations.ts';
import { lab } from './support/shared-lab.ts';

describe('mutations on a real cluster', () => {
  it('each fails exactly the right step, with a reason that a student understands', async function () {
    this.timeout(600_000);
    assert.deepEqual(await runMutations(lab, 6), []);
  });
});
