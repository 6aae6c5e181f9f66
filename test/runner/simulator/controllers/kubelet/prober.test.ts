import assert from 'node:assert/strict';
import { manualClock } from '../../../../../runner/core/clock.ts';
import { watchContainer } from '../../../../../runner/simulator/controllers/kubelet/prober.ts';
import type { Container } from '../../../../../runner/simulator/objects/pods.ts';

const probe = { tcpSocket: { port: 1 }, periodSeconds: 1, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 2 };

describe('prober', () => {
  const watch = (spec: object, answer: () => boolean) => {
    const clock = manualClock();
    const heard: string[] = [];
    const watching = watchContainer({
      spec: { name: 'm', image: 'x', ...spec } as Container,
      clock,
      look: async () => ({ ok: answer(), message: 'down' }),
      tell: (message) => heard.push(message),
      started: () => heard.push('started'),
      ready: (value) => heard.push(value ? 'ready' : 'not ready'),
      failed: (kind) => heard.push(`failed ${kind}`),
    });
    return { clock, heard, end: () => watching.end() };
  };

  it('without probes a container is ready as it starts', () => {
    const { heard } = watch({}, () => true);
    assert.deepEqual(heard, ['started', 'ready']);
  });

  it('a readiness probe never restarts', async () => {
    let up = true;
    const { heard, clock, end } = watch({ readinessProbe: probe }, () => up);
    await clock.advance(100);
    up = false;
    await clock.advance(2000);
    end();
    assert.deepEqual(heard, [
      'started',
      'ready',
      'Readiness probe failed: down',
      'Readiness probe failed: down',
      'not ready',
    ]);
  });

  it('a liveness probe does, after its threshold', async () => {
    const { heard, clock, end } = watch({ livenessProbe: probe }, () => false);
    await clock.advance(1000);
    end();
    assert.ok(heard.includes('failed liveness'));
  });

  it('nothing else is looked at before the startup probe succeeds', async () => {
    const { heard, clock, end } = watch({ startupProbe: probe, readinessProbe: probe }, () => false);
    await clock.advance(1000);
    end();
    assert.deepEqual(heard, ['Startup probe failed: down', 'Startup probe failed: down', 'failed startup']);
  });
});
