import assert from 'node:assert/strict';
import { cluster } from '../../support/images.ts';

describe('agnhost connect', () => {
  it('agnhost connect tells how it failed', async () => {
    const setting = cluster();
    const { running } = setting.start('pod', '10.244.1.20', { image: 'registry.k8s.io/e2e-test-images/agnhost:2.56' });
    setting.clusterState.service('empty', { clusterIP: '10.96.5.5', ports: [{ port: 80 }] });
    const connect = (to: string) => setting.exec(running, ['/agnhost', 'connect', to, '--timeout=3s']);
    assert.deepEqual((await connect('10.244.1.9:8080')).outcome, { code: 0 });
    assert.equal((await connect('empty:80')).stderr, 'REFUSED\n');
    assert.equal((await connect('empty:81')).stderr, 'TIMEOUT\n');
    assert.match((await connect('nope:80')).stderr, /^DNS: lookup nope/);
  });
});
