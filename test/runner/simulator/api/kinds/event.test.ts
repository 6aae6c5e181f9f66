import assert from 'node:assert/strict';
import { parseFieldSelector } from '../../../../../runner/simulator/api/field-selector.ts';
import { eventKind } from '../../../../../runner/simulator/api/kinds/event.ts';
import { rowOf } from '../../cluster.ts';

const event = {
  type: 'Normal',
  reason: 'Started',
  message: 'Started it',
  count: 2,
  involvedObject: { kind: 'Pod', name: 'p' },
  source: { component: 'kubelet', host: 'n' },
  firstTimestamp: '2026-01-01T00:00:00Z',
  lastTimestamp: '2026-01-01T00:00:03Z',
};

describe('Event', () => {
  it('prints what happened to whom', () =>
    assert.deepEqual(rowOf('Event', event), [
      '2s',
      'Normal',
      'Started',
      'pod/p',
      '',
      'kubelet, n',
      'Started it',
      '5s',
      2,
      'x',
    ]));

  it('is selected by its object and by the component that it comes from', () => {
    const metadata = { name: 'e', uid: '', resourceVersion: '' };
    const object = { apiVersion: 'v1', kind: 'Event', metadata, ...event };
    assert.equal(parseFieldSelector(eventKind, 'involvedObject.name=p,source=kubelet')(object), true);
    assert.equal(parseFieldSelector(eventKind, 'involvedObject.kind=Node')(object), false);
  });
});
