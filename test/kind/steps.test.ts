import assert from 'node:assert/strict';
import { casesOfKinds } from '../support/cases/index.ts';
import { runCases } from '../support/step-cases.ts';
import { lab } from './support/shared-lab.ts';

describe('kinds on a real cluster', () => {
  for (const [key, cases] of Object.entries(casesOfKinds))
    it(`${key} passes its cases, and its mutants fail with their reasons`, async function () {
      this.timeout(600_000);
      assert.deepEqual(await runCases(lab, cases, 4), []);
    });
});
