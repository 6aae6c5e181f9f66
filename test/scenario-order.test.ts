import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { loadCatalogue } from '../docs/catalogue.ts';
import { fold } from '../runner/core/fold.ts';
import { type Random, seededRandom } from '../runner/core/random.ts';
import { makeSeed } from '../runner/options/run-id.ts';
import { readRecord } from '../runner/record/read-record.ts';
import { runSelected } from '../runner/run/run-selected.ts';
import type { Scenario } from '../runner/scenario/scenario.ts';
import { testFolder } from './support/folder.ts';
import { root } from './support/imports.ts';
import { memoryIo } from './support/memory-io.ts';

/** Scenario or step → its outcome and reason code. */
type Verdicts = Readonly<Record<string, string>>;

/** Chooses orders and scenarios. ORDER_SEED repeats the choices of an earlier run. */
const orderSeed = Number(process.env['ORDER_SEED'] ?? makeSeed());
/** The seed of the cluster in the usual run. */
const usualSeed = 1;

/** A permutation of some items, each equally likely (Fisher and Yates). */
const shuffled = <Item>(items: readonly Item[], random: Random): Item[] => {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as Item, order[last] as Item];
  }
  return order;
};

const folderOf = ({ planned }: Scenario): string => dirname(planned.file);

describe(`order of scenarios on the embedded cluster (ORDER_SEED=${orderSeed})`, function () {
  this.timeout(180_000);
  const folder = testFolder();
  let catalogue: Scenario[];
  let usual: Verdicts;
  let runs = 0;

  /** Runs scenarios in their order, on a cluster of their own, as the command `run` does. */
  const verdictsOf = async (
    scenarios: readonly Scenario[],
    { parallel = 4, seed = usualSeed }: { parallel?: number; seed?: number } = {},
  ): Promise<Verdicts> => {
    const recordFolder = join(folder.path, String(++runs));
    await runSelected(
      {
        scenarios,
        provider: 'embedded',
        proxyMode: 'iptables',
        reporters: ['console'],
        parallel,
        seed,
        failFast: false,
        strict: false,
        keep: false,
        recordFolder,
      },
      memoryIo(root),
    );
    const [runId = ''] = readdirSync(recordFolder);
    const { events, diagnostics } = readRecord(readFileSync(join(recordFolder, runId, 'events.ndjson'), 'utf8'));
    assert.deepEqual(diagnostics, []);
    const record = fold(events);
    assert.deepEqual([record.complete, record.troubles], [true, []]);
    return Object.fromEntries(
      record.scenarios.flatMap(({ planned, outcome, troubles, steps }) => [
        [planned.id, [outcome, ...troubles.map(({ diagnostic }) => diagnostic.message)].join(' ')],
        ...steps.map(({ planned: { id }, result }) => [
          `${planned.id} ${id}`,
          `${result.outcome} ${result.reason?.code ?? ''}`,
        ]),
      ]),
    );
  };

  /** The verdicts of the usual run for some scenarios. */
  const usualOf = (scenarios: readonly Scenario[]): Verdicts =>
    Object.fromEntries(
      Object.entries(usual).filter(([key]) =>
        scenarios.some(({ planned: { id } }) => key === id || key.startsWith(`${id} `)),
      ),
    );

  before(async () => {
    catalogue = await loadCatalogue();
    usual = await verdictsOf(catalogue);
    const steps = catalogue.flatMap((each) => [...each.steps, ...each.cleanup]);
    assert.ok(Object.keys(usual).length >= catalogue.length + steps.length, 'a scenario or step has no verdict');
  });

  for (const order of [1, 2]) {
    it(`random order ${order} has the verdicts of the usual order`, async () => {
      const random = seededRandom(orderSeed + order);
      const seed = Math.floor(random() * 1_000_000);
      assert.deepEqual(await verdictsOf(shuffled(catalogue, random), { seed }), usual, `cluster seed ${seed}`);
    });
  }

  it('a random order with --parallel 1 has the verdicts of the usual order', async () => {
    const random = seededRandom(orderSeed);
    const seed = Math.floor(random() * 1_000_000);
    assert.deepEqual(
      await verdictsOf(shuffled(catalogue, random), { parallel: 1, seed }),
      usual,
      `cluster seed ${seed}`,
    );
  });

  it('one scenario of each folder, run alone, has the verdicts of the usual run', async () => {
    const random = seededRandom(orderSeed);
    const folders = [...new Set(catalogue.map(folderOf))];
    assert.ok(folders.length > 10, folders.join(', '));
    for (const each of folders) {
      const [scenario] = shuffled(
        catalogue.filter((candidate) => folderOf(candidate) === each),
        random,
      );
      assert.ok(scenario);
      assert.deepEqual(await verdictsOf([scenario]), usualOf([scenario]), scenario.planned.id);
    }
  });
});
