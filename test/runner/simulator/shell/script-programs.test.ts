import assert from 'node:assert/strict';
import { manualClock } from '../../../../runner/core/clock.ts';
import { createScriptPrograms } from '../../../../runner/simulator/shell/script-programs.ts';
import { fail, succeed, type ToolResult } from '../../../../runner/simulator/shell/tool.ts';
import { announcing } from '../../../support/announcing-clock.ts';

const setting = () => {
  const told = announcing(manualClock());
  return { told, programs: createScriptPrograms(told.clock) };
};

describe('programs of a script', () => {
  it('hold the clock while none of them runs', async () => {
    const { told, programs } = setting();
    assert.equal(told.held, 1);
    const [one, other] = [Promise.withResolvers<ToolResult>(), Promise.withResolvers<ToolResult>()];
    const running = [programs.run(one.promise), programs.run(other.promise)];
    assert.equal(told.held, 0);
    one.resolve(succeed('one'));
    assert.equal((await running[0])?.stdout, 'one');
    assert.equal(told.held, 0);
    other.reject(new Error('broken'));
    await assert.rejects(running[1] ?? Promise.resolve(), /broken/);
    assert.equal(told.held, 1);
    programs.end();
    assert.equal(told.held, 0);
  });

  it('hold nothing when the script is over before them', async () => {
    const { told, programs } = setting();
    const late = Promise.withResolvers<ToolResult>();
    const running = programs.run(late.promise);
    programs.end();
    late.resolve(succeed());
    await running;
    assert.equal(told.held, 0);
  });

  it('the last of them decides with which status an interrupted script ends', async () => {
    const { programs } = setting();
    assert.equal(await programs.lastStatus(), 130);
    const ping = Promise.withResolvers<ToolResult>();
    const running = programs.run(ping.promise);
    const status = programs.lastStatus();
    ping.resolve(fail(1, 'no answer'));
    await running;
    assert.equal(await status, 1);
  });
});
