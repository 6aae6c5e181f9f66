import assert from 'node:assert/strict';
import { parseFieldSelector } from '../../../../../../runner/simulator/api/field-selector.ts';
import { podKind } from '../../../../../../runner/simulator/api/kinds/pod/strategy.ts';
import { makeApi, podOf, report } from '../../../cluster.ts';

describe('Pod', () => {
  it('waits for a node, and counts changes of its spec', () => {
    const made = makeApi().create('Pod', podOf('p'));
    assert.deepEqual(made['status'], { phase: 'Pending', qosClass: 'BestEffort' });
    assert.equal(made.metadata.generation, 1);
  });

  it('has time to stop once a node runs it', () => {
    const { create, context, store } = makeApi();
    create('Pod', podOf('p'));
    create('Pod', podOf('q', {}, { nodeName: 'n', terminationGracePeriodSeconds: 7 }));
    report(context, 'q', { ip: '10.244.1.2', ready: true });
    const [p, q] = ['p', 'q'].map((name) => store.get('Pod', 'default', name));
    assert.ok(p && q);
    assert.equal(podKind.gracePeriod?.(p, undefined), undefined);
    assert.equal(podKind.gracePeriod?.(q, undefined), 7);
    assert.equal(podKind.gracePeriod?.(q, 0), undefined);
    assert.equal(podKind.gracePeriod?.({ ...q, status: { phase: 'Failed' } }, undefined), undefined);
  });

  it('is selected by its node and its network', () => {
    const { create, store } = makeApi();
    create('Pod', podOf('p', {}, { nodeName: 'n1' }));
    const pod = store.get('Pod', 'default', 'p');
    assert.ok(pod);
    assert.equal(parseFieldSelector(podKind, 'spec.nodeName=n1,spec.hostNetwork=false')(pod), true);
    assert.equal(parseFieldSelector(podKind, 'spec.hostNetwork=true')(pod), false);
  });
});
