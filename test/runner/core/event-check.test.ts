import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isAnyRunStart, isRunEvent } from '../../../runner/core/event-check.ts';
import { fold } from '../../../runner/core/fold.ts';
import { sampleRun } from '../../support/sample-run.ts';

describe('isRunEvent', () => {
  it('accepts every event, also after a trip through JSON', () => {
    for (const event of sampleRun) assert.ok(isRunEvent(JSON.parse(JSON.stringify(event))), event.type);
  });

  it('refuses an event that lacks any required key of its type', () => {
    const optional = new Set(['endMs', 'trouble.scenario']);
    for (const event of sampleRun)
      for (const key of Object.keys(event)) {
        if (optional.has(key) || optional.has(`${event.type}.${key}`)) continue;
        const { [key]: _, ...rest } = event as unknown as Record<string, unknown>;
        assert.equal(isRunEvent(rest), false, `${event.type} without ${key}`);
      }
  });

  it('refuses values that are not events', () => {
    for (const value of [null, 1, 'run:start', [], {}, { type: 'constructor', at: '' }, { type: 'toString', at: '' }])
      assert.equal(isRunEvent(value), false);
  });

  it('accepts only events that the fold can read', () => {
    const events = sampleRun.map((event) => JSON.parse(JSON.stringify(event)) as Record<string, unknown>);
    fc.assert(
      fc.property(fc.constantFrom(...events), fc.string(), fc.jsonValue(), (event, key, value) => {
        const keys = Object.keys(event);
        const changed = { ...event, [keys[key.length % keys.length] ?? key]: value };
        if (isRunEvent(changed)) fold([changed]);
      }),
      { numRuns: 500 },
    );
  });

  it('recognises the first event of any version', () => {
    assert.ok(isAnyRunStart({ type: 'run:start', at: '', version: 7, plan: 'of another shape' }));
    assert.ok(!isAnyRunStart({ type: 'run:end', at: '', version: 7 }));
  });
});
