import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualClock } from '../../../runner/core/clock.ts';
import { readRecord } from '../../../runner/record/read-record.ts';
import { openRecord } from '../../../runner/record/record.ts';
import { root } from '../../support/imports.ts';
import { sampleRun } from '../../support/sample-run.ts';

const clock = manualClock();

describe('openRecord', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'record-'));
  });
  afterEach(() => {
    chmodSync(dir, 0o700);
    rmSync(dir, { recursive: true });
  });

  it('writes a line for each event, which other readers can see at once', () => {
    const journal = openRecord(join(dir, 'runs'), 'r1', clock);
    assert.equal(journal.path, join(dir, 'runs', 'r1', 'events.ndjson'));
    for (const [index, event] of sampleRun.entries()) {
      assert.equal(journal.write(event), undefined);
      assert.equal(readFileSync(journal.path, 'utf8').split('\n').length, index + 2);
    }
    assert.equal(journal.close(), undefined);
    assert.deepEqual(readRecord(readFileSync(journal.path, 'utf8')), {
      events: JSON.parse(JSON.stringify(sampleRun)),
      torn: false,
      diagnostics: [],
    });
  });

  it('never writes into the record of another run', () => {
    openRecord(dir, 'r1', clock).close();
    assert.equal(openRecord(dir, 'r1', clock).fault?.code, 'report-unwritable');
  });

  it('names the file that it cannot write, and the run goes on', () => {
    writeFileSync(join(dir, 'runs'), 'a file');
    const journal = openRecord(join(dir, 'runs'), 'r1', clock);
    assert.equal(journal.fault?.code, 'report-unwritable');
    assert.match(journal.fault?.message ?? '', /runs.*r1.*events\.ndjson/);
    for (const event of sampleRun) journal.write(event);
    assert.equal(journal.close(), undefined);
    assert.equal(existsSync(journal.path), false);
  });

  it('reports a full disk once, and goes on', () => {
    // A limit on the size of files replaces a full disk.
    const script = `
      import { openRecord } from ${JSON.stringify(join(root, 'runner/record/record.ts'))};
      const journal = openRecord(process.argv[1], 'r1', performance);
      const event = { type: 'run:interrupted', at: '', signal: 'S'.repeat(500) };
      const faults = Array.from({ length: 100 }, () => journal.write(event)).filter(Boolean);
      console.log(JSON.stringify([...faults, journal.close() ?? null]));`;
    const shell = 'ulimit -f 16 && exec "$0" --input-type=module --eval "$1" "$2"';
    const out = execFileSync('bash', ['-c', shell, process.execPath, script, dir], { encoding: 'utf8', stdio: 'pipe' });
    const [fault, closing, ...others] = JSON.parse(out);
    assert.equal(fault.code, 'report-unwritable');
    assert.equal(closing, null);
    assert.deepEqual(others, []);
    const { events, torn, diagnostics } = readRecord(readFileSync(join(dir, 'r1', 'events.ndjson'), 'utf8'));
    assert.ok(events.length > 20 && events.length < 100);
    assert.equal(torn, true);
    assert.deepEqual(diagnostics, []);
  });

  it('ignores events after it is closed', () => {
    const journal = openRecord(dir, 'r1', clock);
    journal.close();
    for (const event of sampleRun) assert.equal(journal.write(event), undefined);
    assert.equal(journal.close(), undefined);
  });
});
