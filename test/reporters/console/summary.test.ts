import assert from 'node:assert/strict';
import { summaryLines } from '../../../reporters/console/summary.ts';
import { makeTheme } from '../../../reporters/console/theme.ts';
import { fold } from '../../../runner/core/fold.ts';
import { columnsOf } from '../../../runner/core/frame.ts';
import { killedInStep, sampleRun } from '../../support/sample-run.ts';

const theme = makeTheme({ color: false });
const record = fold(sampleRun);

describe('summary', () => {
  it('counts, and names the cluster, the seed and the record', () => {
    assert.deepEqual(
      summaryLines({ ...record, scenarios: record.scenarios.slice(1, 2), troubles: [] }, { width: 160, theme }),
      [
        '',
        '1 passed, 1 skipped  in 41.3s on kind v1.34.4 (containers, iptables, 3 nodes), seed 42, record .plumbline/runs/20260301-093000-k7x2',
      ],
    );
  });

  it('repeats steps that did not pass if there was more than one scenario', () => {
    assert.ok(summaryLines(record, { width: 80, theme }).includes('Did not pass'));
    assert.ok(
      !summaryLines(
        { ...record, scenarios: record.scenarios.slice(0, 1), troubles: [] },
        { width: 80, theme },
      ).includes('Did not pass'),
    );
  });

  it('says that a run did not end, and names its leftovers', () => {
    const text = summaryLines(fold(killedInStep), { width: 100, theme }).join('\n');
    assert.match(text, /! run\n.*The record ends before the run did/);
    assert.match(text, /left +namespace plumbline-k7x2-bcdfgh/);
  });

  it('says that the cluster did not start', () => {
    const { cluster: _, ...without } = record;
    assert.match(summaryLines(without, { width: 100, theme }).join('\n'), /on kind, which did not start/);
  });

  it('fits into any width', () => {
    for (let width = 24; width <= 100; width++)
      for (const line of summaryLines(record, { width, theme }))
        assert.ok(columnsOf(line) <= width, `${width}: ${line}`);
  });
});
