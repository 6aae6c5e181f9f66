import assert from 'node:assert/strict';
import { manualClock } from '../../../../../runner/core/clock.ts';
import { createLog, type ReadOptions } from '../../../../../runner/simulator/controllers/kubelet/log.ts';
import { settle } from '../../cluster.ts';

const never = new AbortController().signal;

describe('container log', () => {
  const clock = manualClock(1_790_000_000_000);
  const read = async (log: ReturnType<typeof createLog>, options: ReadOptions): Promise<string> => {
    let text = '';
    for await (const part of log.read(options, never)) text += part;
    return text;
  };

  it('gives lines, the last ones, those since a time, with times', async () => {
    const log = createLog(clock);
    log.append('one\ntwo\n');
    await clock.advance(5000);
    log.append('three');
    assert.equal(await read(log, {}), 'one\ntwo\nthree\n');
    assert.equal(await read(log, { tailLines: 1 }), 'three\n');
    assert.equal(await read(log, { tailLines: 0 }), '');
    assert.equal(await read(log, { since: clock.date().getTime() }), 'three\n');
    assert.equal(await read(log, { limitBytes: 5 }), 'one\nt');
    assert.match(await read(log, { timestamps: true, tailLines: 1 }), /^2026-\d\d-\d\dT[\d:.]+Z three\n$/);
  });

  it('follows until the end', async () => {
    const log = createLog(clock);
    log.append('one');
    const following = read(log, { follow: true });
    await settle();
    log.append('two');
    log.end();
    assert.equal(await following, 'one\ntwo\n');
  });

  it('a follower may leave', async () => {
    const log = createLog(clock);
    const stop = new AbortController();
    const parts: string[] = [];
    const following = (async () => {
      for await (const part of log.read({ follow: true }, stop.signal)) parts.push(part);
    })();
    await settle();
    stop.abort();
    await following;
    assert.deepEqual(parts, []);
  });

  it('forgets the oldest lines', async () => {
    const log = createLog(clock);
    for (let line = 0; line < 25_000; line += 1) log.append(`${line}`);
    const lines = (await read(log, {})).trim().split('\n');
    assert.ok(lines.length <= 20_000);
    assert.equal(lines.at(-1), '24999');
  });
});
