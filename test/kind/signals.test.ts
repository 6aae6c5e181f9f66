import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { validateXML } from 'xmllint-wasm';
import { type Child, startPlumbline } from '../support/child.ts';
import { all } from './support/shared-lab.ts';

/** A step that takes a while, and a slow clean-up: sleep ignores SIGTERM. */
const slow = (within: string): string => `
title: A scenario that takes its time
given:
  - manifest:
      apiVersion: v1
      kind: Pod
      metadata: { name: stubborn }
      spec:
        terminationGracePeriodSeconds: 5
        containers: [{ name: a, image: 'busybox:1.36', imagePullPolicy: IfNotPresent, command: [sleep, '3600'] }]
steps:
  - wait-for: { kind: Pod, name: stubborn }
    name: The pod is ready
  - wait-for: { kind: Pod, name: nobody }
    name: Nobody comes
    within: ${within}
  - wait-for: { kind: Pod, name: stubborn }
    name: Never reached
cleanup:
  - delete: { kind: Pod, name: stubborn }
    name: The pod goes
`;

interface Moment {
  name: string;
  /** The output shortly before that moment. */
  at: RegExp;
  /** The milliseconds from that output to the signal. */
  after: number;
  /** The time of the step in the middle. */
  within: string;
}

const moments: Moment[] = [
  { name: 'boot', at: /containers +/, after: 0, within: '3m' },
  { name: 'a step', at: /ready in/, after: 4_000, within: '3m' },
  { name: 'clean-up', at: /ready in/, after: 4_500, within: '100ms' },
];

const signals = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;
const codes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Containers and networks with the label of this run that still exist. */
const leftovers = async (runId: string): Promise<string[]> => {
  const label = `label=dev.plumbline.run=${runId}`;
  const containers = await execa('docker', ['ps', '--all', '--quiet', '--filter', label]);
  const networks = await execa('docker', ['network', 'ls', '--quiet', '--filter', label]);
  return [containers.stdout, networks.stdout].filter(Boolean);
};

const gone = async (runId: string, within: number): Promise<string[]> => {
  const end = Date.now() + within;
  for (;;) {
    const left = await leftovers(runId);
    if (left.length === 0 || Date.now() > end) return left;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
};

const assertRed = async (file: string): Promise<void> => {
  const text = readFileSync(file, 'utf8');
  const xsd = readFileSync(new URL('../fixtures/junit-10.xsd', import.meta.url), 'utf8');
  const { valid, errors } = await validateXML({ xml: { fileName: 'report.xml', contents: text }, schema: xsd });
  assert.ok(valid, JSON.stringify(errors));
  const [, tests, failures, errorCount] =
    /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(text) ?? [];
  assert.ok(Number(tests) >= 4, text.slice(0, 300));
  assert.ok(Number(failures) + Number(errorCount) > 0, text.slice(0, 300));
};

describe('signals during a real run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-signals-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const start = async ({
    name,
    at,
    after,
    within,
  }: Moment): Promise<{ child: Child; runId: string; report: string }> => {
    const file = join(folder, `${name.replace(' ', '-')}-${Date.now()}`);
    const report = `${file}.xml`;
    writeFileSync(`${file}.yaml`, slow(within));
    const child = startPlumbline(
      ['run', '--cluster', 'kind', '--reporter', `junit:strict-jenkins=${report}`, `${file}.yaml`],
      {
        cwd: folder,
      },
    );
    await child.until(at);
    // The report has the id of the run from the first second.
    const runId = /name="run" value="([^"]+)"/.exec(readFileSync(report, 'utf8'))?.[1] ?? '';
    assert.notEqual(runId, '');
    await new Promise((resolve) => setTimeout(resolve, after));
    return { child, runId, report };
  };

  /** The next run removes the leftovers of a dead one. */
  const assertSwept = async (runId: string): Promise<void> => {
    assert.notDeepEqual(await leftovers(runId), [], 'there is something to sweep');
    const file = join(folder, 'next.yaml');
    writeFileSync(file, slow('3m'));
    const next = startPlumbline(['run', '--cluster', 'kind', file], { cwd: folder });
    try {
      assert.deepEqual(await gone(runId, 15_000), []);
    } finally {
      next.process.kill('SIGTERM');
      await next.ended;
    }
  };

  const cases = moments.flatMap((moment) => signals.map((signal) => ({ moment, signal })));
  // One of each signal and of each moment; `--all` takes all nine.
  const few = new Set(['SIGINT clean-up', 'SIGTERM boot', 'SIGKILL a step']);
  for (const { moment, signal } of cases.filter((each) => all || few.has(`${each.signal} ${each.moment.name}`))) {
    it(`${signal} during ${moment.name}`, async function () {
      this.timeout(180_000);
      const { child, runId, report } = await start(moment);
      child.process.kill(signal);
      const end = await child.ended;
      await assertRed(report);
      if (signal === 'SIGKILL') {
        assert.equal(end.signal, 'SIGKILL');
        return assertSwept(runId);
      }
      assert.equal(end.code, codes[signal], end.stdout + end.stderr);
      assert.deepEqual(await gone(runId, 15_000), []);
    });
  }

  it('a second SIGINT exits at once, with a report, and the next run sweeps', async function () {
    this.timeout(180_000);
    const { child, runId, report } = await start({ name: 'twice', at: /ready in/, after: 4_000, within: '3m' });
    child.process.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const before = Date.now();
    child.process.kill('SIGINT');
    const end = await child.ended;
    assert.ok(Date.now() - before < 2_000, 'it left at once');
    assert.equal(end.code, 130, end.stdout + end.stderr);
    await assertRed(report);
    await assertSwept(runId);
  });
});
