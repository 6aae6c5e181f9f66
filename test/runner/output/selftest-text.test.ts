import assert from 'node:assert/strict';
import type { ScenarioRecord } from '../../../runner/core/result.ts';
import { selftestJson, selftestText } from '../../../runner/output/selftest-text.ts';
import type { Mutant } from '../../../runner/selftest/mutant.ts';
import type { Fate, Verdict } from '../../../runner/selftest/verdict.ts';

const verdict = (origin: string, change: string, fate: Fate): Verdict => ({
  mutant: { id: `${origin}: ${change}`, operator: 'port', text: `${change} 80 → 81\u001b[2J`, origin } as Mutant,
  fate,
  red: [],
});
const found = {
  verdicts: [
    verdict('ports', 'port Service/web', 'killed'),
    verdict('ports', 'port Service/db', 'survived'),
    verdict('names', 'port Service/web', 'survived'),
    verdict('names', 'port Service/db', 'refused'),
    verdict('names', 'port Service/x', 'unknown'),
  ],
  unfit: [
    {
      planned: { id: 'broken' },
      outcome: 'failed',
      troubles: [],
      steps: [
        {
          planned: { id: 'curl' },
          result: { outcome: 'failed', reason: { code: 'refused', message: 'no one there' } },
        },
      ],
    } as unknown as ScenarioRecord,
  ],
};

describe('the text of selftest', () => {
  it('has a line for each scenario, every survivor with the reason if it is accepted, and the score', () =>
    assert.equal(
      selftestText(found, new Map([['names: port Service/web', 'no request is made']]), 95),
      `  ports  1 of 2 killed, 1 survived
  names  0 of 2 killed, 1 survived, 1 unknown, 1 refused

Not tested, because the unchanged scenario does not pass:
  broken: failed, curl: no one there

Survived: the scenario still passed with this mistake
  ports: port Service/db
    port Service/db 80 → 81\\u{1b}[2J
  names: port Service/web
    port Service/web 80 → 81\\u{1b}[2J
    accepted: no request is made

5 mutants: 1 killed, 1 unknown, 2 survived, 1 refused by the API server.
Mutation score 25.0 % (wanted: 95 %).
`,
    ));

  it('lists accepted mutants that were noticed, which must be removed from the list', () =>
    assert.match(
      selftestText(found, new Map([['ports: port Service/web', 'why']]), 95),
      /Accepted, but noticed: remove these from the list\n {2}ports: port Service\/web\n/,
    ));

  it('never rounds a score up', () => {
    const many = Array.from({ length: 2_000 }, (_, at) =>
      verdict('ports', String(at), at < 101 ? 'survived' : 'killed'),
    );
    assert.match(selftestText({ verdicts: many, unfit: [] }, new Map(), 95), /Mutation score 94\.9 %/);
  });

  it('has every mutant in JSON', () => {
    const told = JSON.parse(selftestJson(found, 7)) as { seed: number; mutants: { fate: string }[]; unfit: unknown[] };
    assert.equal(told.seed, 7);
    assert.deepEqual(
      told.mutants.map(({ fate }) => fate),
      ['killed', 'survived', 'survived', 'refused', 'unknown'],
    );
    assert.deepEqual(told.unfit, [{ scenario: 'broken', outcome: 'failed', why: 'curl: no one there' }]);
  });
});
