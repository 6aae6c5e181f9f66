import assert from 'node:assert/strict';
import { answers, cluster, pass } from '../../support/images.ts';

describe('agnhost serve-hostname (C12)', () => {
  for (const [image, container, url, expected] of [
    ['registry.k8s.io/e2e-test-images/agnhost:2.56', { args: ['serve-hostname'] }, 'http://10.244.1.20:9376', 'pod'],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { command: ['/agnhost', 'serve-hostname', '--port', '80'] },
      'http://10.244.1.20',
      'pod',
    ],
  ] as const)
    it(`${image} ${JSON.stringify(container)}`, () => answers(image, container, url, expected));

  it('B15 serve-hostname goes on for a minute after SIGTERM, netexec as long as it is told', async () => {
    const setting = cluster();
    const image = 'registry.k8s.io/e2e-test-images/agnhost:2.56';
    const hostname = setting.start('hostname', '10.244.1.20', { image, args: ['serve-hostname'] });
    const netexec = setting.start('netexec', '10.244.1.21', { image, args: ['netexec', '--delay-shutdown=10'] });
    const stopping = [hostname.running.stop(), netexec.running.stop()];
    assert.equal(await setting.curl('http://10.244.1.20:9376'), 'hostname');
    assert.equal(await setting.curl('http://10.244.1.21:8080/readyz'), 'shutting down');
    await pass(setting.clusterState, 10_000);
    assert.deepEqual([hostname.exits, netexec.exits], [[], [0]]);
    await pass(setting.clusterState, 60_000);
    await Promise.all(stopping);
    assert.deepEqual(hostname.exits, [0]);
    assert.deepEqual(hostname.running.listeners, []);
  });
});
