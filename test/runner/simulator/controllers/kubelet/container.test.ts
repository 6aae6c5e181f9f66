import assert from 'node:assert/strict';
import { tinyImage } from '../../tiny-image.ts';
import { startKubelet } from './pod-on-node.ts';

const probe = (path: string) => ({ httpGet: { port: 8080, path }, periodSeconds: 5, failureThreshold: 2 });

describe('container', () => {
  it('restarts at once, then ever more slowly', async () => {
    const { start, first, run, clock, reasons } = startKubelet();
    await start('a');
    await run('a', 'exit', '1');
    assert.equal(first('a')?.restartCount, 1);
    assert.ok(first('a')?.state['running']);
    await run('a', 'exit', '1');
    assert.match(JSON.stringify(first('a')?.state), /CrashLoopBackOff.*back-off 10s/);
    assert.ok(reasons().includes('BackOff'));
    await clock.advance(10_000);
    assert.ok(first('a')?.state['running']);
    assert.equal(first('a')?.restartCount, 2);
  });

  it('cannot start without its image, and says what to do', async () => {
    const { start, first, clock } = startKubelet();
    await start('a', { containers: [{ name: 'main', image: 'nope' }] });
    const waiting = () => first('a')?.state['waiting'] as { reason: string; message: string } | undefined;
    assert.equal(waiting()?.reason, 'ErrImagePull');
    assert.match(waiting()?.message ?? '', /simulated-images:/);
    await clock.advance(10_000);
    assert.equal(waiting()?.reason, 'ImagePullBackOff');
  });

  it('tells what it was given', async () => {
    const { start, first } = startKubelet();
    const resources = { requests: { cpu: '1' } };
    const volumeMounts = [
      { name: 'v', mountPath: '/v', readOnly: true },
      { name: 'w', mountPath: '/w' },
    ];
    const volumes = ['v', 'w'].map((name) => ({ name, emptyDir: {} }));
    await start('a', { volumes, containers: [{ name: 'main', image: 'luksa/kubia', resources, volumeMounts }] });
    const status = first('a');
    assert.deepEqual([status?.['allocatedResources'], status?.['resources']], [{ cpu: '1' }, resources]);
    assert.deepEqual(status?.['volumeMounts'], [
      { mountPath: '/v', name: 'v', readOnly: true, recursiveReadOnly: 'Disabled' },
      { mountPath: '/w', name: 'w' },
    ]);
  });

  it('waits for a ConfigMap it needs', async () => {
    const { start, first, clock, create } = startKubelet();
    await start('a', {
      containers: [{ name: 'main', image: 'luksa/kubia', envFrom: [{ configMapRef: { name: 'late' } }] }],
    });
    assert.deepEqual(first('a')?.state['waiting'], {
      reason: 'CreateContainerConfigError',
      message: 'configmap "late" not found',
    });
    create('ConfigMap', { metadata: { name: 'late' } });
    await clock.advance(2000);
    assert.ok(first('a')?.state['running']);
  });

  it('is ready as its probe says', async () => {
    const behaviour = { status: 500, exitOnStop: 0, live: true };
    const { start, first, clock, stop } = startKubelet(tinyImage(['luksa/kubia'], behaviour));
    await start('a', { containers: [{ name: 'main', image: 'luksa/kubia', readinessProbe: probe('/') }] });
    await clock.advance(100);
    assert.equal(first('a')?.ready, false);
    behaviour.status = 200;
    await clock.advance(5000);
    assert.equal(first('a')?.ready, true);
    behaviour.status = 500;
    await clock.advance(10_000);
    assert.equal(first('a')?.ready, false);
    assert.equal(first('a')?.restartCount, 0);
    stop();
  });

  it('is restarted by its liveness probe', async () => {
    const behaviour = { status: 200, exitOnStop: 143, live: true };
    const { start, first, clock, reasons, stop } = startKubelet(tinyImage(['luksa/kubia'], behaviour));
    await start('a', { containers: [{ name: 'main', image: 'luksa/kubia', livenessProbe: probe('/live') }] });
    behaviour.live = false;
    await clock.advance(11_000);
    assert.equal(first('a')?.restartCount, 1);
    assert.ok(reasons().includes('Unhealthy') && reasons().includes('Killing'));
    stop();
  });
});
