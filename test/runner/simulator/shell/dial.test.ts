import assert from 'node:assert/strict';
import { dial, secondsOf, synTimeout } from '../../../../runner/simulator/shell/dial.ts';
import { settled, shellSetting } from '../support/shell.ts';

const never = new AbortController().signal;

describe('opening a connection', () => {
  for (const [title, ip, port, timeout, result, took] of [
    ['answered', '10.96.10.10', 80, 1_000, 'connected', 0],
    ['no endpoint', '10.96.10.11', 80, 1_000, 'refused', 0],
    ['a neighbour that is not there', '172.18.0.77', 80, 5_000, 'no-route', 3_060],
    ['a neighbour, and no patience', '172.18.0.77', 80, 1_000, 'timeout', 1_000],
    ['lost', '10.96.10.10', 81, 1_000, 'timeout', 1_000],
    ['lost, as long as the kernel tries', '10.96.10.10', 81, Number.POSITIVE_INFINITY, 'timeout', synTimeout],
  ] as const)
    it(`${title}: ${result} after ${took} ms`, async () => {
      const { clusterState, shell } = shellSetting();
      const started = clusterState.clock.now();
      const outcome = await settled(
        clusterState,
        dial(shell.machine, { ip, port, protocol: 'TCP' }, { timeout, signal: never }),
      );
      assert.deepEqual([outcome.result, clusterState.clock.now() - started >= took], [result, true]);
    });

  it('a wait ends with the signal', async () => {
    const { shell } = shellSetting();
    const controller = new AbortController();
    const waiting = dial(
      shell.machine,
      { ip: '10.96.10.10', port: 81, protocol: 'TCP' },
      { timeout: 1_000, signal: controller.signal },
    );
    controller.abort(new Error('stopped'));
    await assert.rejects(waiting, /stopped/);
  });
});

describe('times', () => {
  it('reads seconds', () => {
    assert.deepEqual(['1.5', '0', '', 'x', '-1', undefined].map(secondsOf), [
      1_500,
      0,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
