import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterProvider, StartOptions } from '../../../runner/cluster/cluster.ts';
import { DiagnosticError } from '../../../runner/core/diagnostic.ts';
import type { RunEvent } from '../../../runner/core/events.ts';
import { toDescribedImage } from '../../../runner/core/simulated-image.ts';
import { type RunSettings, runSelected } from '../../../runner/run/run-selected.ts';
import { failed, passed, unknown } from '../../../runner/steps/finding.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { testFolder } from '../../support/folder.ts';
import { memoryIo } from '../../support/memory-io.ts';
import { testScenario } from '../../support/scenarios.ts';
import { boundStep, holds, misses, testKind } from '../../support/steps.ts';

const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };

/** A provider of fake clusters; `start` may be replaced. */
const provider = (start?: ClusterProvider['start']): ClusterProvider & { closed: number; swept: number } => {
  const counts = {
    name: 'fake',
    summary: 'a cluster of data',
    closed: 0,
    swept: 0,
    refusal: async () => undefined,
    start:
      start ??
      (async () => {
        const cluster = fakeCluster();
        const { get } = cluster.api;
        cluster.api.get = async (reference) => (reference.kind === 'ServiceAccount' ? account : get(reference));
        cluster.close = async () => void counts.closed++;
        return cluster;
      }),
    sweep: async () => {
      counts.swept++;
      return [];
    },
  };
  return counts;
};

const good = testKind(async () => passed(holds));
const bad = testKind(async () => failed('refused', 'nobody listens', misses));
const unclear = testKind(async () => unknown('no-exit-status', 'no status', misses));

describe('run-selected', () => {
  const folder = testFolder();
  let counter = 0;

  const settings = (more: Partial<RunSettings> = {}): RunSettings => ({
    scenarios: [testScenario([boundStep(good)])],
    provider: 'fake',
    workers: 0,
    proxyMode: 'iptables',
    reporters: ['console', `junit=${join(folder.path, `report-${++counter}.xml`)}`],
    parallel: 1,
    seed: 42,
    failFast: false,
    strict: false,
    keep: false,
    recordFolder: join(folder.path, `runs-${counter}`),
    ...more,
  });
  const report = (): string => readFileSync(join(folder.path, `report-${counter}.xml`), 'utf8');
  const events = (): RunEvent[] => {
    const runs = join(folder.path, `runs-${counter}`);
    const text = readFileSync(join(runs, readdirSync(runs)[0] ?? '', 'events.ndjson'), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };

  it('passes the descriptions of images of the project and of each scenario to the cluster', async () => {
    let told: StartOptions['simulatedImages'];
    const fake = provider(async (options) => {
      told = options.simulatedImages;
      throw new DiagnosticError({ code: 'cluster-boot-failed', message: 'it has heard enough' });
    });
    const described = (image: string, scenario?: string) => ({
      ...toDescribedImage(image, { 'ready-after': '0s', shell: 'none' }),
      ...(scenario !== undefined && { scenario }),
    });
    const scenarios = ['a', 'b'].map((id) => testScenario([], { simulatedImages: [described('shop/web', id)] }, id));
    const more = { scenarios, simulatedImages: [described('shop/cart')] };
    await runSelected(settings(more), memoryIo(folder.path), async () => fake);
    assert.deepEqual(
      told?.map(({ image, scenario }) => [image, scenario]),
      [
        ['shop/cart', undefined],
        ['shop/web', 'a'],
        ['shop/web', 'b'],
      ],
    );
  });

  for (const [name, kinds, code] of [
    ['all passed', [good, good], 0],
    ['one failed', [good, bad], 1],
    ['one is unknown, which wins', [bad, unclear], 3],
  ] as const) {
    it(`${name}: exit ${code}, in the record too`, async () => {
      const io = memoryIo(folder.path);
      const used = provider();
      const steps = kinds.map((kind, index) => boundStep(kind, {}, `step-${index}`));
      const exit = await runSelected(settings({ scenarios: [testScenario(steps)] }), io, async () => used);
      assert.equal(exit, code, io.stdout);
      assert.deepEqual([used.closed, used.swept], [1, 1]);
      const last = events().at(-1);
      assert.equal(last?.type === 'run:end' && last.exitCode, code);
      assert.match(io.stdout, /seed 42/);
    });
  }

  it('writes a report that is not green before the cluster starts', async () => {
    let early = '';
    const slow = provider(async (options: StartOptions) => {
      early = report();
      options.onPhase({ phase: 'network', startMs: 0 });
      throw new DiagnosticError({ code: 'cluster-boot-failed', message: 'network: no address is left' });
    });
    const io = memoryIo(folder.path);
    assert.equal(await runSelected(settings(), io, async () => slow), 3);
    for (const text of [early, report()])
      assert.match(text, /<testsuites [^>]*tests="[12]" failures="0" errors="[12]"/);
    assert.match(io.stdout, /no address is left/);
  });

  it('reports an unforeseen fault of a provider as an error, and does not crash', async () => {
    const io = memoryIo(folder.path);
    const broken = provider(async () => {
      throw new TypeError('undefined is not a function');
    });
    assert.equal(await runSelected(settings(), io, async () => broken), 3);
    assert.match(io.stdout, /undefined is not a\s+function/);
  });

  it('stops at a signal during the boot, and exits with the code of the signal', async () => {
    const io = memoryIo(folder.path);
    const booting = provider(async ({ signal }) => {
      io.send('SIGTERM');
      signal.throwIfAborted();
      throw new Error('not reached');
    });
    assert.equal(await runSelected(settings(), io, async () => booting), 143);
    assert.match(report(), /errors="[1-9]/);
    assert.doesNotMatch(io.stdout, /fault of its own/);
  });

  it('stops at a signal during a step, cleans up and closes the cluster', async () => {
    const io = memoryIo(folder.path);
    const used = provider();
    const stopping = testKind(async () => {
      io.send('SIGINT');
      return failed('refused', 'cut off', misses);
    });
    const scenarios = [testScenario([boundStep(stopping, { within: 60_000 }, 'a'), boundStep(good, {}, 'b')])];
    assert.equal(await runSelected(settings({ scenarios }), io, async () => used), 130);
    assert.equal(used.closed, 1);
    assert.equal(io.exited, undefined);
  });

  it('exits at once, with a report, at a second signal after a second, and not at one within the second', async () => {
    const clock = { ...memoryIo(folder.path).clock };
    let now = 0;
    clock.now = () => now;
    const io = memoryIo(folder.path, { clock });
    const stopping = testKind(async () => {
      io.send('SIGINT');
      io.send('SIGINT');
      assert.equal(io.exited, undefined);
      now += 1_500;
      io.send('SIGINT');
      assert.equal(io.exited, 130);
      assert.match(report(), /errors="[1-9]/);
      return passed(holds);
    });
    await runSelected(settings({ scenarios: [testScenario([boundStep(stopping)])] }), io, async () => provider());
    assert.equal(io.exited, 130);
  });

  it('refuses a report that cannot be written before anything starts', async () => {
    const used = provider(async () => assert.fail('the cluster was started'));
    const reporters = [`junit=${join(folder.path, 'nowhere', 'report.xml')}`];
    await assert.rejects(
      runSelected(settings({ reporters }), memoryIo(folder.path), async () => used),
      (cause: DiagnosticError) => cause.diagnostics[0]?.code === 'report-unwritable',
    );
  });

  it('goes on without a record if none can be written, and is not green', async () => {
    const io = memoryIo(folder.path);
    const recordFolder = join(folder.write('a-file', ''), 'runs');
    assert.equal(await runSelected(settings({ recordFolder }), io, async () => provider()), 3);
    assert.match(io.stdout, /1 passed/);
    assert.ok(existsSync(join(folder.path, `report-${counter}.xml`)));
  });
});
