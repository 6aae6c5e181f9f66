import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plumbline } from '../support/child.ts';
import { explain, load, renamed } from '../support/lab.ts';
import { all, lab } from './support/shared-lab.ts';

describe('the catalogue on a real cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-catalogue-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('passes, and so does a second run beside it', async function () {
    this.timeout(1_800_000);
    const runs = [
      { name: 'whole', paths: ['scenarios/'], least: 600 },
      { name: 'beside', paths: ['scenarios/creating-services'], least: 30 },
    ].map(async ({ name, paths, least }) => {
      const report = join(folder, `${name}.xml`);
      const end = await plumbline([
        'run',
        '--cluster',
        'kind',
        '--reporter',
        'console',
        '--reporter',
        `junit=${report}`,
        ...paths,
      ]);
      return { end, xml: readFileSync(report, 'utf8'), least };
    });
    for (const { end, xml, least } of await Promise.all(runs)) {
      assert.equal(end.code, 0, end.stdout + end.stderr);
      const [, tests, failures, errors] =
        /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(xml) ?? [];
      assert.ok(Number(tests) >= least, `${tests} tests`);
      assert.deepEqual([failures, errors], ['0', '0']);
      assert.doesNotMatch(xml, /<skipped/);
    }
  });

  if (all) {
    it('passes with kube-proxy in nftables mode', async function () {
      this.timeout(1_800_000);
      const end = await plumbline(['run', '--cluster', 'kind', '--proxy-mode', 'nftables', 'scenarios/']);
      assert.equal(end.code, 0, end.stdout + end.stderr);
      assert.match(end.stdout, /\(containers, nftables, 2 nodes\)/);
    });
  }

  const repeats = all ? 20 : 5;
  for (const path of [
    'creating-services/spread-over-pods.yaml',
    'creating-services/session-affinity.yaml',
    'discovering-services/ping-cluster-ip.yaml',
  ]) {
    it(`${path} passes ${repeats} times of ${repeats}`, async function () {
      this.timeout(600_000);
      const scenario = await load(path);
      const copies = Array.from({ length: repeats }, (_, index) => renamed(scenario, `${path} ${index + 1}`));
      const records = await lab.runAll(copies, 3);
      assert.equal(records.length, repeats);
      assert.deepEqual(records.filter(({ outcome }) => outcome !== 'passed').map(explain), []);
    });
  }
});
