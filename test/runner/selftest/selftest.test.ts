import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { seededRandom } from '../../../runner/core/random.ts';
import { selftest } from '../../../runner/selftest/selftest.ts';
import { load } from '../../support/lab.ts';
import { readyCluster } from '../../support/scenarios.ts';

const scenario = (title: string, steps: string): string => `
title: ${title}
given:
  - manifest: { apiVersion: v1, kind: ConfigMap, metadata: { name: settings }, data: { color: red } }
steps:
${steps}
`;

const options = () => ({
  runId: 'test-run',
  cluster: readyCluster(),
  changes: { subscribe: () => ({ changed: async () => false }) },
  clock: manualClock(),
  random: seededRandom(1),
  signal: new AbortController().signal,
  parallel: 1,
  patience: 0,
});

describe('the selftest', () => {
  it('reports which mutants a scenario notices, which survive, and which scenarios do not qualify', async () => {
    const careful = await load(
      'careful.yaml',
      scenario(
        'careful',
        '  - resource-matches: { kind: ConfigMap, name: settings, fields: { data: { color: red } } }',
      ),
    );
    const careless = await load(
      'careless.yaml',
      scenario(
        'careless',
        '  - resource-matches: { kind: ServiceAccount, name: default, fields: { metadata: { name: default } } }',
      ),
    );
    const wrong = await load(
      'wrong.yaml',
      scenario('wrong', '  - resource-matches: { kind: ConfigMap, name: settings, fields: { data: { color: blue } } }'),
    );
    const calls: string[] = [];
    const found = await selftest([careful, careless, wrong], {
      ...options(),
      onPlan: (count) => calls.push(`${count} mutants`),
      onVerdict: ({ mutant, fate }) => calls.push(`${mutant.id} ${fate}`),
    });
    assert.deepEqual(
      found.verdicts.map(({ mutant, fate }) => `${mutant.id} ${fate}`),
      [
        'careful: missing ConfigMap/settings killed',
        'careful: name ConfigMap/settings metadata.name killed',
        'careful: namespace ConfigMap/settings metadata.namespace killed',
        'careless: missing ConfigMap/settings survived',
        'careless: name ConfigMap/settings metadata.name survived',
        'careless: namespace ConfigMap/settings metadata.namespace survived',
      ],
    );
    assert.deepEqual(
      found.unfit.map(({ planned, outcome }) => [planned.id, outcome]),
      [['wrong', 'failed']],
    );
    assert.deepEqual(calls, ['6 mutants', ...found.verdicts.map(({ mutant, fate }) => `${mutant.id} ${fate}`)]);
  });

  it('runs the selected scenarios', async () => {
    const careless = await load(
      'careless.yaml',
      scenario(
        'careless',
        '  - resource-matches: { kind: ServiceAccount, name: default, fields: { metadata: { name: default } } }',
      ),
    );
    const found = await selftest([careless], { ...options(), choose: (all) => all.slice(1, 2) });
    assert.deepEqual(
      found.verdicts.map(({ mutant }) => mutant.operator),
      ['name'],
    );
  });
});
