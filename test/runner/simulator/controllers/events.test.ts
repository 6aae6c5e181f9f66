import assert from 'node:assert/strict';
import { makeApi, podOf } from '../cluster.ts';

describe('events', () => {
  it('count repetitions and keep their order', () => {
    const { context, store, create } = makeApi();
    const pod = create('Pod', podOf('p'));
    const source = { component: 'kubelet', host: 'n' };
    context.recorder.record(pod, { type: 'Normal', reason: 'Pulled', message: 'one', source: source });
    context.recorder.record(pod, {
      type: 'Normal',
      reason: 'Started',
      message: 'two',
      source: source,
      fieldPath: 'spec.containers{main}',
    });
    context.recorder.record(pod, { type: 'Normal', reason: 'Pulled', message: 'one', source: source });
    const events = store.list('Event', 'default').toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    assert.deepEqual(
      events.map((each) => [each['reason'], each['count']]),
      [
        ['Pulled', 2],
        ['Started', 1],
      ],
    );
  });

  it('the oldest go when there are too many', () => {
    const { context, store, create } = makeApi();
    const pod = create('Pod', podOf('p'));
    for (let count = 0; count < 2100; count += 1)
      context.recorder.record(pod, {
        type: 'Normal',
        reason: 'Test',
        message: `number ${count}`,
        source: { component: 'c' },
      });
    assert.equal(store.list('Event').length, 2000);
  });
});
