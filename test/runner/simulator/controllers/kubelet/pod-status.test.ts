import assert from 'node:assert/strict';
import { podStatusOf } from '../../../../../runner/simulator/controllers/kubelet/pod-status.ts';
import type { ContainerStatus, Pod } from '../../../../../runner/simulator/objects/pods.ts';

const container = (state: object, ready = false, lastState: object = {}): ContainerStatus =>
  ({ name: 'main', image: 'x', imageID: '', ready, restartCount: 0, state, lastState }) as ContainerStatus;
const waiting = container({ waiting: { reason: 'ContainerCreating' } });
const running = container({ running: {} }, true);
const ended = (exitCode: number) => container({ terminated: { exitCode } });

const statusOf = (
  main: ContainerStatus[],
  restartPolicy = 'Always',
  more: object = {},
  { init = [], initialized = true }: { init?: ContainerStatus[]; initialized?: boolean } = {},
) =>
  podStatusOf({
    pod: {
      metadata: { name: 'p' },
      spec: { containers: [], restartPolicy, ...more },
      status: { phase: 'Pending' },
    } as unknown as Pod,
    ip: '10.244.1.2',
    hostIp: '172.18.0.3',
    init,
    main,
    initialized,
    now: '2026-01-01T00:00:00Z',
  });

describe('pod status', () => {
  for (const [name, main, policy, phase] of [
    ['waits', [waiting], 'Always', 'Pending'],
    ['runs', [running], 'Always', 'Running'],
    ['runs in part', [running, waiting], 'Always', 'Pending'],
    [
      'restarts',
      [container({ waiting: { reason: 'CrashLoopBackOff' } }, false, { terminated: { exitCode: 1 } })],
      'Always',
      'Running',
    ],
    ['ends well', [ended(0)], 'Never', 'Succeeded'],
    ['ends badly', [ended(0), ended(1)], 'Never', 'Failed'],
    ['ends badly, will be restarted', [ended(1)], 'OnFailure', 'Running'],
  ] as const)
    it(`${name}: ${phase}`, () => assert.equal(statusOf([...main], policy).phase, phase));

  const conditionOf = (status: ReturnType<typeof statusOf>, type: string) =>
    status.conditions?.find((each) => each.type === type);

  it('is ready when all containers are, and its gates are open', () => {
    assert.equal(conditionOf(statusOf([running]), 'Ready')?.status, 'True');
    const half = conditionOf(statusOf([running, { ...waiting, name: 'slow' }]), 'Ready');
    assert.deepEqual([half?.status, half?.message], ['False', 'containers with unready status: [slow]']);
    const gated = conditionOf(statusOf([running], 'Always', { readinessGates: [{ conditionType: 'a/b' }] }), 'Ready');
    assert.equal(gated?.reason, 'ReadinessGatesNotReady');
    assert.equal(conditionOf(statusOf([ended(0)], 'Never'), 'Ready')?.reason, 'PodCompleted');
  });

  it('is not initialized while an init container runs', () => {
    const status = statusOf([waiting], 'Always', {}, { init: [{ ...running, name: 'first' }], initialized: false });
    assert.equal(status.phase, 'Pending');
    assert.equal(conditionOf(status, 'Initialized')?.message, 'containers with incomplete status: [first]');
  });
});
