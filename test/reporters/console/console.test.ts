import assert from 'node:assert/strict';
import { console } from '../../../reporters/console/console.ts';
import type { ReporterOptions } from '../../../reporters/reporter.ts';
import type { RunEvent } from '../../../runner/core/events.ts';
import { assertGolden } from '../../support/golden.ts';
import { killedAfterBoot, killedInStep, sampleRun, stream } from '../../support/sample-run.ts';

const plain: ReporterOptions = { color: false, width: 80, interactive: false };

const render = async (events: readonly RunEvent[], options: Partial<ReporterOptions> = {}): Promise<string> => {
  let text = '';
  for await (const part of console.create(stream(events), { ...plain, ...options })) text += part;
  return text;
};

describe('console', () => {
  it('golden: a pipe of 80 columns', async () => {
    assertGolden('console-plain.txt', await render(sampleRun));
  });
  it('golden: colour', async () => {
    assertGolden('console-color.txt', await render(sampleRun, { color: true }));
  });
  it('golden: 40 columns', async () => {
    assertGolden('console-narrow.txt', await render(sampleRun, { width: 40 }));
  });
  it('golden: ASCII marks', async () => {
    assertGolden('console-ascii.txt', await render(sampleRun, { ascii: true }));
  });
  it('golden: killed after the boot', async () => {
    assertGolden('console-killed-after-boot.txt', await render(killedAfterBoot));
  });
  it('golden: killed in a step', async () => {
    assertGolden('console-killed-in-step.txt', await render(killedInStep));
  });
  it('writes nothing for no events', async () => assert.equal(await render([]), ''));
});
