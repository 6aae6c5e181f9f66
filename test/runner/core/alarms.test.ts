import assert from 'node:assert/strict';
import { Alarms } from '../../../runner/core/alarms.ts';

const setting = () => {
  const alarms = new Alarms();
  const rung: string[] = [];
  return {
    alarms,
    rung,
    set: (name: string, due: number) => alarms.set(due, () => rung.push(name)),
    ringAll: (): string[] => {
      while (alarms.nextDue !== undefined) alarms.ringNext();
      return rung;
    },
  };
};

describe('alarms', () => {
  it('ring in the order of their times, and those of one moment in the order in which they were set', () => {
    const { set, ringAll } = setting();
    for (const [name, due] of [
      ['c', 7],
      ['a', 5],
      ['d', 7],
      ['b', 5],
    ] as const)
      set(name, due);
    assert.deepEqual(ringAll(), ['a', 'b', 'c', 'd']);
  });

  it('do not ring after they are cancelled, and the clock does not wait for them', () => {
    const { alarms, set, ringAll } = setting();
    const cancel = set('cancelled', 1);
    set('kept', 2);
    cancel();
    cancel();
    assert.equal(alarms.nextDue, 2);
    assert.deepEqual(ringAll(), ['kept']);
    assert.deepEqual([alarms.size, alarms.nextDue], [0, undefined]);
  });

  it('may set other alarms and cancel themselves while they ring', () => {
    const { alarms, set, ringAll } = setting();
    const cancel = alarms.set(1, () => {
      cancel();
      set('later', 3);
    });
    set('before', 2);
    assert.deepEqual(ringAll(), ['before', 'later']);
  });

  it('are removed when thousands are cancelled, and the others ring as before', () => {
    const { alarms, set, ringAll } = setting();
    for (const name of ['d', 'e']) set(name, 200);
    for (const name of ['a', 'b', 'c']) set(name, 100);
    const limits = Array.from({ length: 3_000 }, (_, index) => set('cancelled', 50 + index));
    for (const cancel of limits) cancel();
    for (const cancel of limits) cancel();
    assert.ok(alarms.size < 1_500, `${alarms.size} alarms are kept`);
    set('f', 200);
    assert.deepEqual(ringAll(), ['a', 'b', 'c', 'd', 'e', 'f']);
  });
});
