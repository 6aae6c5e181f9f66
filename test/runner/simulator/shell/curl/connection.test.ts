import assert from 'node:assert/strict';
import { named } from '../../support/cluster-state.ts';
import { type ShellSetting, shellSetting } from '../../support/shell.ts';

/** A pod at 10.244.1.50:8080 that answers as told. */
const withServer = (setting: ShellSetting, more: Parameters<typeof named>[2]): void =>
  void setting.clusterState.pod('server', { ip: '10.244.1.50', listeners: [named('server', 8080, more)] });

describe('curl: connections (S51, B54)', () => {
  const connects = '%{num_connects} ';
  it('one process keeps its connection, and with it the pod', async () => {
    const setting = shellSetting();
    const urls = Array.from({ length: 20 }, () => 'http://kubia');
    const { stdout } = await setting.exec(['curl', '-s', '-w', connects, ...urls]);
    assert.equal(new Set(stdout.match(/kubia-\d/g)).size, 1);
    assert.equal(stdout.match(/1 /g)?.length, 1);
  });

  it('a server that closes makes each request a new connection', async () => {
    const setting = shellSetting();
    withServer(setting, { http: async () => ({ status: 200, headers: {}, body: '', close: true }) });
    const url = 'http://10.244.1.50:8080';
    assert.equal((await setting.exec(['curl', '-s', '-w', connects, url, url, url])).stdout, '1 1 1 ');
  });

  it('a kept connection whose pod went is opened anew', async () => {
    const setting = shellSetting();
    const pod = setting.clusterState.pod('server', {
      ip: '10.244.1.50',
      listeners: [
        named('first', 8080, { http: async () => ({ status: 200, headers: {}, body: `first ${String(replace())}` }) }),
      ],
    });
    const replace = (): number => {
      setting.clusterState.run(pod, {
        name: 'main',
        image: 'x',
        listeners: [named('second')],
        exec: async () => ({ code: 0 }),
        stop: async () => {},
      });
      return 1;
    };
    const url = 'http://10.244.1.50:8080';
    assert.equal(
      (await setting.exec(['curl', '-s', '-w', ' %{num_connects}\n', url, url])).stdout,
      "first 1 1\nYou've hit second\n 1\n",
    );
  });
});
