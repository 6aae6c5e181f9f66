import assert from 'node:assert/strict';
import {
  TriggerTimes,
  triggerAnnotation,
  withTrigger,
} from '../../../../runner/simulator/controllers/trigger-times.ts';
import type { Pod } from '../../../../runner/simulator/objects/pods.ts';
import type { Service } from '../../../../runner/simulator/objects/services.ts';

const service = { metadata: { name: 'a', creationTimestamp: '2026-01-01T00:00:00Z' } } as unknown as Service;
const pod = (uid: string, status: string, lastTransitionTime: string): Pod =>
  ({ metadata: { uid }, status: { conditions: [{ type: 'Ready', status, lastTransitionTime }] } }) as unknown as Pod;

describe('the time of the last change', () => {
  it('is that of the Service, then of the first pod that became ready or ceased to be', () => {
    const times = new TriggerTimes();
    assert.equal(times.next('x/a', service, []), '2026-01-01T00:00:00Z');
    assert.equal(times.next('x/a', service, [pod('p', 'False', 'T1')]), undefined);
    assert.equal(times.next('x/a', service, [pod('p', 'True', 'T3'), pod('q', 'True', 'T2')]), 'T2');
    assert.equal(times.next('x/a', service, [pod('p', 'True', 'T3')]), undefined);
    assert.equal(times.next('x/a', service, [pod('p', 'False', 'T4')]), 'T4');
    times.forget('x/a');
    assert.equal(times.next('x/a', service, []), '2026-01-01T00:00:00Z');
  });

  it('is taken away where nothing tells it', () => {
    const annotations = { own: 'x', [triggerAnnotation]: 'T1' };
    assert.deepEqual(withTrigger(annotations, undefined), { annotations: { own: 'x' } });
    assert.deepEqual(withTrigger({ [triggerAnnotation]: 'T1' }, undefined), {});
    assert.deepEqual(withTrigger(undefined, 'T2'), { annotations: { [triggerAnnotation]: 'T2' } });
  });
});
