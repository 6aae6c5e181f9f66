import assert from 'node:assert/strict';
import { cluster, pass } from '../support/images.ts';

describe('the first process of a container', () => {
  it('a command that ends, ends the container with its status', async () => {
    const setting = cluster();
    const { exits, logs } = setting.start('pod', '10.244.1.20', {
      image: 'busybox',
      command: ['sh', '-c', 'echo one; echo two >&2; exit 3'],
    });
    await pass(setting.clusterState, 100);
    assert.deepEqual([exits, logs], [[3], ['one', 'two']]);
  });

  it('a shell without a script has nothing to do, a program that is missing cannot start', async () => {
    const setting = cluster();
    const idle = setting.start('idle', '10.244.1.20', { image: 'busybox' });
    const missing = setting.start('missing', '10.244.1.21', { image: 'busybox', command: ['nosuch'] });
    await pass(setting.clusterState, 10);
    assert.deepEqual([idle.exits, missing.exits], [[0], [128]]);
    assert.match(missing.logs.join(), /executable file not found/);
  });

  it('the output of a loop is in the log as it goes', async () => {
    const setting = cluster();
    const { logs, running, exits } = setting.start('pod', '10.244.1.20', {
      image: 'busybox',
      args: ['sh', '-c', 'i=0; while true; do i=$((i + 1)); echo "tick $i"; sleep 10; done'],
    });
    await pass(setting.clusterState, 25_000);
    assert.deepEqual(logs, ['tick 1', 'tick 2', 'tick 3']);
    await running.stop();
    await pass(setting.clusterState, 60_000);
    assert.deepEqual([logs.length, exits], [3, [143]]);
  });

  it('sleep infinity stays, its files with it, until it is stopped', async () => {
    const setting = cluster();
    const { running, exits } = setting.start('pod', '10.244.1.20', {
      image: 'busybox',
      command: ['sleep', 'infinity'],
    });
    await pass(setting.clusterState, 1e9);
    assert.deepEqual(exits, []);
    await setting.exec(running, ['touch', '/tmp/ready']);
    assert.deepEqual((await setting.exec(running, ['cat', '/tmp/ready'])).outcome, { code: 0 });
    await running.stop();
    assert.deepEqual(exits, [143]);
  });

  it('kill 1 ends the container', async () => {
    const setting = cluster();
    const { running, exits } = setting.start('pod', '10.244.1.20', { image: 'luksa/kubia' });
    await setting.exec(running, ['kill', '1']);
    assert.deepEqual(exits, [143]);
  });
});
