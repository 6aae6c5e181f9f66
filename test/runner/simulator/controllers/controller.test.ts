import assert from 'node:assert/strict';
import { manualClock } from '../../../../runner/core/clock.ts';
import { Store } from '../../../../runner/simulator/api/store.ts';
import { ControllerManager, keyOf, splitKey } from '../../../../runner/simulator/controllers/controller.ts';
import { settle } from '../cluster.ts';

const object = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'a', uid: name, resourceVersion: '' },
});

describe('controllers', () => {
  const make = (reconcile: (key: string) => number | undefined) => {
    const clock = manualClock();
    const store = new Store();
    const controller = { name: 'test', concerns: () => ['key'], reconcile };
    return { clock, store, running: new ControllerManager(store, clock, [controller]) };
  };

  it('look once at many changes of one key', async () => {
    let looks = 0;
    const { store } = make(() => {
      looks += 1;
      return undefined;
    });
    for (let count = 0; count < 10; count += 1) store.put(object('x'));
    await settle();
    assert.equal(looks, 1);
  });

  it('look again when they asked for it, at the earliest time only', async () => {
    const times: number[] = [];
    const { store, clock, running } = make(() => {
      times.push(clock.now());
      return times.length < 3 ? 500 : undefined;
    });
    store.put(object('x'));
    await clock.advance(2000);
    assert.deepEqual(times, [0, 500, 1000]);
    running.stop();
  });

  it('do not look again when a look between found nothing more to do', async () => {
    const times: number[] = [];
    const { store, clock, running } = make(() => {
      times.push(clock.now());
      return times.length === 1 ? 600_000 : undefined;
    });
    store.put(object('x'));
    await clock.advance(100);
    store.remove('ConfigMap', 'a', 'x');
    await clock.advance(1_000_000);
    assert.deepEqual(times, [0, 100]);
    running.stop();
  });

  it('let others have their turn when there is much to do', async () => {
    let made = 0;
    const { store, running } = make(() => {
      for (let count = 0; count < 100 && made < 2_000; count += 1) store.put(object(`x-${++made}`));
      return undefined;
    });
    store.put(object('x'));
    await Promise.resolve();
    await Promise.resolve();
    assert.ok(made >= 500 && made <= 600, `${made}`);
    for (let turn = 0; turn < 10; turn += 1) await settle();
    assert.equal(made, 2_000);
    running.stop();
  });

  it('try again after a fault, and keep it', async () => {
    let looks = 0;
    const { store, clock, running } = make(() => {
      looks += 1;
      if (looks === 1) throw new Error('oh');
      return undefined;
    });
    store.put(object('x'));
    await clock.advance(1500);
    assert.equal(looks, 2);
    assert.match(running.faults[0] ?? '', /test key: Error: oh/);
  });

  it('one that never rests does not stop the cluster', async () => {
    let looks = 0;
    const { store, running } = make(() => {
      looks += 1;
      store.put(object('x'));
      return undefined;
    });
    store.put(object('x'));
    await settle();
    assert.ok(looks <= 101, String(looks));
    running.stop();
  });

  it('keys go there and back', () => {
    assert.deepEqual(splitKey(keyOf('ns', 'a/b')), ['ns', 'a/b']);
    assert.deepEqual(splitKey(keyOf(undefined, 'n')), ['', 'n']);
  });
});
