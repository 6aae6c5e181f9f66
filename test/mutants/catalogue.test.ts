import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClaims } from '../../docs/claims.ts';
import { plumbline } from '../support/child.ts';
import { testFolder } from '../support/folder.ts';
import { root } from '../support/imports.ts';

interface Told {
  score: { share: number; counts: Record<string, number> };
  mutants: { id: string; scenario: string; fate: string; change: string; red: { step: string; outcome: string }[] }[];
  unfit: { scenario: string; outcome: string }[];
}

const readAccepted = (): string[] =>
  [...readFileSync(join(root, 'test/survivors.yaml'), 'utf8').matchAll(/^"([^"]+)":/gm)].map(([, id = '']) => id);

/** Takes minutes: run it with `npm run test:mutants`; `npm test` does not include it. */
describe('the catalogue notices mistakes in its manifests', function () {
  this.timeout(1_800_000);
  const folder = testFolder();
  let told: Told;

  before(async () => {
    const end = await plumbline(['selftest', '--json', '--accept', join(root, 'test/survivors.yaml'), 'scenarios/']);
    folder.write('selftest.json', end.stdout);
    assert.ok(end.code === 0 || end.code === 1, end.stderr);
    told = JSON.parse(end.stdout) as Told;
    const { killed, unknown, survived, refused } = told.score.counts;
    process.stdout.write(
      `    ${told.mutants.length} mutants: ${killed} killed, ${unknown} unknown, ${survived} survived, ${refused} refused: score ${(told.score.share * 100).toFixed(1)} %\n`,
    );
  });

  it('every unchanged scenario passes', () => assert.deepEqual(told.unfit, []));

  it('at least 95 of 100 mistakes are noticed', () => assert.ok(told.score.share >= 0.95, String(told.score.share)));

  it('test/survivors.yaml has exactly those that are not noticed, each with its reason', () => {
    const survivors = told.mutants.filter(({ fate }) => fate === 'survived').map(({ id }) => id);
    assert.deepEqual(survivors.sort(), readAccepted().sort());
  });

  it('no mistake has an unknown result', () =>
    assert.deepEqual(
      told.mutants.filter(({ fate }) => fate === 'unknown').map(({ id, red }) => [id, red]),
      [],
    ));

  it('every claim of the chapter has a step that some mistake fails', () => {
    const red = told.mutants.flatMap(({ scenario, red }) => red.map(({ step }) => ({ scenario, step })));
    // The id of a scenario with a matrix has the values after the path.
    const reddened = (text: string): boolean => {
      const [path = '', wanted] = text.split('#');
      return red.some(
        ({ scenario, step }) => scenario.startsWith(`scenarios/${path}`) && (wanted === undefined || step === wanted),
      );
    };
    assert.deepEqual(
      readClaims()
        .filter(({ shown = [], unobservable }) => !unobservable && !shown.some(reddened))
        .map(({ id, claim }) => `${id} ${claim}`),
      [],
    );
  });
});
