import assert from 'node:assert/strict';
import type { Rendering } from '../../../reporters/reporter.ts';
import { manualClock } from '../../../runner/core/clock.ts';
import type { RunEvent } from '../../../runner/core/events.ts';
import type { Destination } from '../../../runner/output/destination.ts';
import { documentSink, type SinkParts, streamSink } from '../../../runner/output/sink.ts';
import { stepResult } from '../../support/sample-run.ts';

const at = '2026-03-01T09:30:00.000Z';
const events = {
  start: { type: 'run:start', at, version: 1, runId: 'r', tool: '', seed: 1, provider: '', plan: [] },
  step: { type: 'step:end', at, scenario: 'a', step: 'b', result: stepResult('passed') },
  scenario: { type: 'scenario:end', at, scenario: 'a', outcome: 'passed', durationMs: 1 },
} as const satisfies Record<string, RunEvent>;
const tick = { type: 'tick', at } as const;

const counting = (): Rendering => {
  let count = 0;
  return { add: () => `${++count} `, end: () => `end ${count}` };
};

const full = (): never => {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
};

const setUp = (
  fail = false,
): { parts: SinkParts; texts: string[]; clock: ReturnType<typeof manualClock>; repair(): void } => {
  const texts: string[] = [];
  const clock = manualClock();
  let failing = fail;
  const put = (text: string): void => {
    if (failing) full();
    texts.push(text);
  };
  const destination: Destination = {
    name: 'r.xml',
    replaceable: true,
    replace: put,
    append: put,
    close: () => undefined,
  };
  const parts = { reporter: 'test', rendering: counting(), destination, out: put, clock };
  return {
    parts,
    texts,
    clock,
    repair: () => {
      failing = false;
    },
  };
};

describe('documentSink', () => {
  it('exists from the first event, and follows steps once a second', async () => {
    const { parts, texts, clock } = setUp();
    const sink = documentSink(parts);
    sink.add(events.start);
    assert.deepEqual(texts, ['end 1']);
    sink.add(events.step);
    await clock.advance(999);
    sink.add(events.step);
    sink.add(tick);
    assert.equal(texts.length, 1);
    await clock.advance(1);
    sink.add(tick);
    assert.deepEqual(texts, ['end 1', 'end 5']);
    sink.add(tick);
    assert.equal(texts.length, 2, 'nothing new');
  });

  it('is written at the end of a scenario, but not at each of many ends in a row', async () => {
    const { parts, texts, clock } = setUp();
    const sink = documentSink(parts);
    sink.add(events.start);
    await clock.advance(200);
    for (let index = 0; index < 50; index++) sink.add(events.scenario);
    assert.equal(texts.length, 2);
    sink.end();
    assert.equal(texts.at(-1), 'end 51');
  });

  it('reports a full disk once, tries again, and is complete as soon as there is space', async () => {
    const { parts, texts, clock, repair } = setUp(true);
    const sink = documentSink(parts);
    const trouble = sink.add(events.start);
    assert.equal(trouble?.diagnostic.code, 'report-unwritable');
    assert.match(trouble?.diagnostic.message ?? '', /r\.xml cannot be written: no space left on the disk/);
    await clock.advance(1_000);
    assert.equal(sink.add(events.step), undefined);
    repair();
    assert.equal(sink.end(), undefined);
    assert.deepEqual(texts, ['end 2']);
  });

  it('reports at the end that the last text is not written', () => {
    const sink = documentSink(setUp(true).parts);
    sink.add(events.start);
    assert.equal(sink.end()?.diagnostic.code, 'report-unwritable');
  });

  it('is not written again after an event was lost, so that the file shows an unfinished run', () => {
    const { parts, texts } = setUp();
    let broken = false;
    const rendering: Rendering = {
      add: () => {
        if (broken) throw new Error('boom');
        return '';
      },
      end: () => 'green',
    };
    const sink = documentSink({ ...parts, rendering });
    sink.add(events.start);
    broken = true;
    assert.match(sink.add(events.step)?.diagnostic.message ?? '', /reporter test failed: boom/);
    broken = false;
    assert.equal(sink.add(events.scenario), undefined);
    assert.equal(sink.end()?.diagnostic.code, 'internal');
    assert.equal(texts.length, 1);
  });

  it('is written to standard output once, at the end', () => {
    const { parts, texts } = setUp();
    const sink = documentSink({ ...parts, destination: undefined });
    sink.add(events.start);
    sink.add(events.scenario);
    assert.deepEqual(texts, []);
    sink.end();
    assert.deepEqual(texts, ['end 2']);
  });
});

describe('streamSink', () => {
  it('writes at each event', () => {
    const { parts, texts } = setUp();
    const sink = streamSink({ ...parts, destination: undefined });
    sink.add(events.start);
    sink.add(tick);
    sink.end();
    assert.deepEqual(texts, ['1 ', '2 ', 'end 2']);
  });

  it('reports a fault once and then ends', () => {
    const { parts, texts, repair } = setUp(true);
    const sink = streamSink(parts);
    assert.equal(sink.add(events.start)?.diagnostic.code, 'report-unwritable');
    repair();
    assert.equal(sink.add(events.step), undefined);
    assert.equal(sink.end(), undefined);
    assert.deepEqual(texts, []);
  });

  it('does not report a closed pipe', () => {
    const { parts } = setUp();
    const out = (): never => {
      throw Object.assign(new Error('EPIPE: broken pipe, write'), { code: 'EPIPE', syscall: 'write' });
    };
    const sink = streamSink({ ...parts, destination: undefined, out });
    assert.equal(sink.add(events.start), undefined);
    assert.equal(sink.end(), undefined);
  });
});
