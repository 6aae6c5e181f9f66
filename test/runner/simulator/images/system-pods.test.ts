import assert from 'node:assert/strict';
import { cluster, pass } from '../support/images.ts';

describe('the images of system pods', () => {
  it('S24 coredns answers questions, and health checks', async () => {
    const setting = cluster();
    const { stdout } = await setting.exec(setting.client.running, [
      'dig',
      '+short',
      'kube-dns.kube-system.svc.cluster.local',
    ]);
    assert.equal(stdout, '10.96.0.10\n');
    assert.equal(await setting.curl('http://10.244.0.2:8181/ready'), 'OK');
    assert.equal(await setting.curl('http://10.244.0.2:8080/health'), 'OK');
  });

  it('pause does nothing until it is stopped', async () => {
    const setting = cluster();
    const { running, exits } = setting.start('pod', '10.244.1.20', { image: 'registry.k8s.io/pause:3.10' });
    await pass(setting.clusterState, 1e6);
    assert.deepEqual([running.listeners, exits], [[], []]);
    assert.match(JSON.stringify((await setting.exec(running, ['curl'])).outcome), /missing/);
    await running.stop();
    assert.equal(exits.length, 1);
  });
});
