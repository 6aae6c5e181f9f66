import assert from 'node:assert/strict';
import { podPrinter, statusText } from '../../../../../../runner/simulator/api/kinds/pod/columns.ts';
import type { Pod } from '../../../../../../runner/simulator/objects/pods.ts';

const pod = (status: object, more: object = {}): Pod =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { containers: [{ name: 'a', image: 'b' }], ...more },
    status: { phase: 'Running', ...status },
  }) as Pod;
const container = (state: object, more: object = {}) => ({
  name: 'a',
  image: 'b',
  imageID: '',
  ready: false,
  restartCount: 0,
  state,
  lastState: {},
  ...more,
});

describe('table of pods', () => {
  for (const [status, text] of [
    [{ phase: 'Pending' }, 'Pending'],
    [{ containerStatuses: [container({ running: {} }, { ready: true })] }, 'Running'],
    [{ containerStatuses: [container({ waiting: { reason: 'ImagePullBackOff' } })] }, 'ImagePullBackOff'],
    [{ containerStatuses: [container({ terminated: { reason: 'Completed', exitCode: 0 } })] }, 'Completed'],
    [{ containerStatuses: [container({ terminated: { exitCode: 3 } })] }, 'ExitCode:3'],
    [{ phase: 'Failed', reason: 'Evicted' }, 'Evicted'],
  ] as const)
    it(text, () => assert.equal(statusText(pod(status)), text));

  it('counts init containers', () => {
    const initContainerStatuses = [
      container({ terminated: { exitCode: 0 } }),
      container({ waiting: { reason: 'PodInitializing' } }),
    ];
    assert.equal(
      statusText(pod({ phase: 'Pending', initContainerStatuses }, { initContainers: [{}, {}] })),
      'Init:1/2',
    );
  });

  it('a pod on its way out is Terminating', () => {
    const leaving = pod({});
    leaving.metadata.deletionTimestamp = '2026-01-01T00:00:30Z';
    assert.equal(statusText(leaving), 'Terminating');
  });

  it('prints a row', () => {
    const lastState = { terminated: { finishedAt: '2026-01-01T00:05:00Z' } };
    const status = {
      podIP: '10.244.1.2',
      containerStatuses: [container({ running: {} }, { ready: true, restartCount: 2, lastState })],
    };
    assert.deepEqual(podPrinter.cells(pod(status, { nodeName: 'n' }) as never, Date.parse('2026-01-01T00:10:00Z')), [
      'p',
      '1/1',
      'Running',
      '2 (5m ago)',
      '10m',
      '10.244.1.2',
      'n',
      '<none>',
      '<none>',
    ]);
  });
});
