import assert from 'node:assert/strict';
import { applyFailsCases } from './support/cases/apply-fails.ts';
import { eventOccursCases } from './support/cases/event-occurs.ts';
import { exposeCases } from './support/cases/expose.ts';
import { logsContainCases } from './support/cases/logs-contain.ts';
import { patchCases } from './support/cases/patch.ts';
import { resourceAbsentCases } from './support/cases/resource-absent.ts';
import { restartCases } from './support/cases/restart.ts';
import { makeLab } from './support/lab.ts';
import { runCases } from './support/step-cases.ts';

describe('kinds on the embedded cluster', () => {
  const lab = makeLab('embedded', 1_000, 4_000);
  after(() => lab.close());

  for (const [key, cases] of [
    ['apply-fails', applyFailsCases],
    ['patch', patchCases],
    ['resource-absent', resourceAbsentCases],
    ['restart', restartCases],
    ['expose', exposeCases],
    ['logs-contain', logsContainCases],
    ['event-occurs', eventOccursCases],
  ] as const)
    it(`${key} passes where it must, and its mutants turn red with their reasons`, async function () {
      this.timeout(60_000);
      assert.deepEqual(await runCases(lab, cases, 4), []);
    });
});
