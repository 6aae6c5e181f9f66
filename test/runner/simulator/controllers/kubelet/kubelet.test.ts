import assert from 'node:assert/strict';
import { settle } from '../../cluster.ts';
import { startKubelet } from './pod-on-node.ts';

describe('kubelet', () => {
  it('runs a bound pod: an address of its node, Ready, events', async () => {
    const { start, pod, containers, reasons } = startKubelet();
    await start('a');
    await start('b');
    assert.equal(pod('a')?.status.phase, 'Running');
    assert.equal(pod('a')?.status.podIP, '10.244.1.2');
    assert.equal(pod('b')?.status.podIP, '10.244.1.3');
    assert.equal(pod('a')?.status.hostIP, '172.18.0.3');
    assert.equal(containers.get(pod('a')?.metadata.uid ?? '')?.length, 1);
    assert.deepEqual(reasons().slice(0, 3).toSorted(), ['Created', 'Pulled', 'Started']);
  });

  it('a pod on the host network has the address of its node', async () => {
    const { start, pod } = startKubelet();
    await start('a', { hostNetwork: true });
    assert.equal(pod('a')?.status.podIP, '172.18.0.3');
  });

  it('gives the container its environment and files', async () => {
    const { start, run, create } = startKubelet();
    create('Service', { metadata: { name: 'before' }, spec: { ports: [{ port: 80 }] } });
    await start('a');
    create('Service', { metadata: { name: 'after' }, spec: { ports: [{ port: 80 }] } });
    const env = await run('a', 'env');
    assert.match(env, /BEFORE_SERVICE_HOST=/);
    assert.doesNotMatch(env, /AFTER_SERVICE_HOST=/);
    assert.equal(await run('a', 'read', '/etc/resolv.conf'), 'nameserver 10.96.0.10\n');
    assert.equal(await run('a', 'read', '/etc/hostname'), 'a\n');
  });

  it('gives logs, and says why there are none', async () => {
    const { start, pod, runtime } = startKubelet();
    await start('a');
    await start('b', { containers: [{ name: 'main', image: 'nope' }] });
    const read = async (name: string, options: object = {}): Promise<string> => {
      const found = pod(name);
      assert.ok(found);
      let text = '';
      for await (const part of runtime().logs(found, options, new AbortController().signal)) text += part;
      return text;
    };
    assert.equal(await read('a'), 'started\n');
    await assert.rejects(
      read('b'),
      /container "main" in pod "b" is waiting to start: trying and failing to pull image/,
    );
    await start('c', { nodeName: '' });
    assert.equal(await read('c'), '');
    await assert.rejects(read('a', { container: 'x' }), /container x is not valid for pod a/);
    await assert.rejects(read('a', { previous: true }), /previous terminated container "main" in pod "a" not found/);
  });

  it('an address is free again when its pod has gone', async () => {
    const { start, pod, remove, containers } = startKubelet();
    for (let number = 0; number < 260; number += 1) {
      await start('a');
      assert.ok(pod('a')?.status.podIP);
      remove('Pod', 'a', { graceSeconds: 0 });
      await settle();
    }
    assert.equal([...containers.keys()].length, 0);
  });
});
