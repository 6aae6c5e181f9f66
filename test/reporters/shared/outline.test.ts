import assert from 'node:assert/strict';
import { describeCluster, outlineStep, outlineTrouble, shownEvidence } from '../../../reporters/shared/outline.ts';
import { stepResult } from '../../support/sample-run.ts';

const planned = { id: 'curl', kind: 'curl', title: 'curl', file: 'a.yaml', line: 1 };
const labels = (rows: { label: string }[]): string[] => rows.map(({ label }) => label);

describe('outline', () => {
  it("shows the author's hint before Plumbline's", () => {
    const result = stepResult('failed', {
      reason: { code: 'refused', message: 'no', hint: 'second' },
      reproduce: 'curl',
    });
    const rows = outlineStep({ ...planned, hint: 'first' }, result);
    assert.deepEqual(labels(rows), ['expected', 'actual', 'why', 'hint', 'hint', 'reproduce']);
    assert.deepEqual(
      rows.filter(({ label }) => label === 'hint').map(({ text }) => text),
      ['first', 'second'],
    );
  });

  it('shows no row twice and no empty row', () => {
    const result = stepResult('failed', {
      reason: { code: 'refused', message: 'no', hint: 'same' },
      actual: 'no',
      expected: ' ',
    });
    assert.deepEqual(labels(outlineStep({ ...planned, hint: 'same' }, result)), ['why', 'hint']);
  });

  it('shows the place and the leftovers of a trouble', () => {
    const span = { file: 'a.yaml', line: 3, column: 5, endLine: 3, endColumn: 6 };
    const rows = outlineTrouble({
      phase: 'cleanup',
      outcome: 'error',
      diagnostic: { code: 'cleanup-failed', message: 'stuck', span },
      leftovers: ['namespace a', 'namespace b'],
    });
    assert.deepEqual(rows, [
      { label: 'why', text: 'a.yaml:3:5: stuck' },
      { label: 'left', text: 'namespace a, namespace b' },
    ]);
  });

  it('never shows a simulated cluster like a real one', () => {
    const facts = { kubernetesVersion: 'v1.34.4', proxyMode: 'iptables', isolation: 'none', nodes: 1 };
    assert.equal(describeCluster({ ...facts, provider: 'kind' }), 'kind v1.34.4 (none, iptables, 1 node)');
    const simulated = { ...facts, provider: 'embedded', isolation: 'simulated' };
    assert.equal(describeCluster(simulated), 'embedded v1.34.4 (simulated, iptables, 1 node)');
  });

  it('leaves out evidence without text', () => {
    assert.deepEqual(
      shownEvidence([
        { title: 'a', text: ' \n' },
        { title: 'b', text: 'c' },
      ]),
      [{ title: 'b', text: 'c' }],
    );
  });
});
