import assert from 'node:assert/strict';
import { settle } from '../../cluster.ts';
import { startKubelet } from './pod-on-node.ts';

describe('pod worker', () => {
  it('init containers come first, one after the other', async () => {
    const { start, pod, run } = startKubelet();
    const initContainers = ['one', 'two'].map((name) => ({ name, image: 'luksa/kubia' }));
    await start('a', { initContainers });
    assert.equal(pod('a')?.status.phase, 'Pending');
    assert.equal(pod('a')?.status.initContainerStatuses?.[0]?.started, true);
    assert.ok(pod('a')?.status.initContainerStatuses?.[1]?.state['waiting']);
    assert.equal(
      await run('a', 'nothing').catch((fault: Error) => fault.message.includes('container not found')),
      true,
    );
  });

  it('a sidecar starts before and does not hold up', async () => {
    const { start, pod } = startKubelet();
    await start('a', { initContainers: [{ name: 'side', image: 'luksa/kubia', restartPolicy: 'Always' }] });
    await settle();
    assert.equal(pod('a')?.status.phase, 'Running');
    assert.equal(pod('a')?.status.initContainerStatuses?.[0]?.ready, true);
  });

  it('stops gracefully: the object goes when the processes have ended', async () => {
    const { start, pod, remove, reasons, containers } = startKubelet();
    await start('a');
    remove('Pod', 'a');
    assert.ok(pod('a')?.metadata.deletionTimestamp);
    await settle();
    await settle();
    assert.equal(pod('a'), undefined);
    assert.ok(reasons().includes('Killing'));
    assert.equal(containers.size, 0);
  });

  it('a preStop pause keeps the pod serving until it is over', async () => {
    const { start, pod, remove, clock } = startKubelet();
    const containersOf = [{ name: 'main', image: 'luksa/kubia', lifecycle: { preStop: { sleep: { seconds: 10 } } } }];
    await start('a', { containers: containersOf });
    remove('Pod', 'a');
    await clock.advance(9000);
    assert.equal(pod('a')?.status.conditions?.find(({ type }) => type === 'Ready')?.status, 'True');
    await clock.advance(2000);
    assert.equal(pod('a'), undefined);
  });

  it('ends with its containers when it may', async () => {
    const { start, pod, run } = startKubelet();
    await start('a', { restartPolicy: 'Never' });
    await run('a', 'exit', '0');
    assert.equal(pod('a')?.status.phase, 'Succeeded');
    await start('b', { restartPolicy: 'Never' });
    await run('b', 'exit', '2');
    assert.equal(pod('b')?.status.phase, 'Failed');
  });
});
