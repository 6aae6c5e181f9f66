import assert from 'node:assert/strict';
import { casesOfKinds } from './support/cases/index.ts';
import { makeLab } from './support/lab.ts';
import { runCases } from './support/step-cases.ts';

describe('kinds on the embedded cluster', () => {
  const lab = makeLab('embedded', 1_000, 4_000);
  after(() => lab.close());

  for (const [key, cases] of Object.entries(casesOfKinds))
    it(`${key} passes its cases, and its mutants fail with their reasons`, async function () {
      this.timeout(180_000);
      assert.deepEqual(await runCases(lab, cases, 4), []);
    });

  it('no wait was cut short while work was going on', () => assert.deepEqual(lab.leaps(), []));
});
