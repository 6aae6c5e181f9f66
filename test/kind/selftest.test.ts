import assert from 'node:assert/strict';
import { plumbline } from '../support/child.ts';
import { all } from './support/shared-lab.ts';

interface Told {
  mutants: { id: string; fate: string; red: { step: string; reason?: { code: string } }[] }[];
  unfit: unknown[];
}

const size = all ? 30 : 10;

const tell = async (...cluster: string[]): Promise<Told> => {
  const end = await plumbline([
    'selftest',
    '--json',
    ...['--sample', String(size), '--seed', '5', '--parallel', '4', '--min-score', '0'],
    ...cluster,
    'scenarios/',
  ]);
  assert.ok(end.code === 0 || end.code === 1, end.stderr);
  return JSON.parse(end.stdout) as Told;
};

/** The result of a mutant: its fate, and the steps that failed with their reasons. */
const shownBy = ({ mutants }: Told): string[] =>
  mutants.map(
    ({ id, fate, red }) => `${id} ${fate} ${red.map(({ step, reason }) => `${step} ${reason?.code}`).join()}`,
  );

describe('mutants of the catalogue on a real cluster', () => {
  it(`${size} of them, chosen at random, have the same results as on the embedded cluster`, async function () {
    this.timeout(1_500_000);
    const [real, simulated] = await Promise.all([tell('--cluster', 'kind'), tell('--cluster', 'embedded')]);
    assert.deepEqual([real.unfit, simulated.unfit], [[], []]);
    assert.equal(real.mutants.length, size);
    assert.deepEqual(shownBy(real), shownBy(simulated));
  });
});
