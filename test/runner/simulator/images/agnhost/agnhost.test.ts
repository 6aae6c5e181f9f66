import assert from 'node:assert/strict';
import { cluster, pass } from '../../support/images.ts';

const image = 'registry.k8s.io/e2e-test-images/agnhost:2.56';

describe('agnhost', () => {
  it('pauses unless told otherwise, and ends well', async () => {
    const setting = cluster();
    const { running, logs, exits } = setting.start('pod', '10.244.1.20', { image });
    assert.deepEqual([logs, running.listeners], [['Paused'], []]);
    await running.stop();
    assert.deepEqual(exits, [0]);
  });

  it('runs commands that end by themselves, by any of its names', async () => {
    const setting = cluster();
    const { logs, exits } = setting.start('pod', '10.244.1.20', { image, args: ['dns-suffix'] });
    await pass(setting.clusterState, 10);
    assert.deepEqual([logs, exits], [['default.svc.cluster.local,svc.cluster.local,cluster.local'], [0]]);
    const unknown = setting.start('other', '10.244.1.21', { image, command: ['agnhost', 'nosuch'] });
    await pass(setting.clusterState, 10);
    assert.deepEqual([unknown.exits, unknown.logs[0]], [[1], 'Error: unknown command "nosuch" for "app"']);
  });
});
