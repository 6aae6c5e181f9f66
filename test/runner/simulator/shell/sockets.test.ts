import assert from 'node:assert/strict';
import { shellSetting } from '../support/shell.ts';

describe('ss, netstat and ip', () => {
  const listening = () => {
    const setting = shellSetting();
    setting.listeners.push(
      { port: 8080, protocol: 'TCP', address: '0.0.0.0' },
      { port: 53, protocol: 'UDP', address: '127.0.0.1' },
    );
    return setting;
  };

  it('show the sockets that are open here', async () => {
    assert.match((await listening().exec(['ss', '-ltn'])).stdout, /^State .*\nLISTEN 0 {6}4096 +\*:8080 +\*:\* *\n$/);
    assert.match((await listening().exec(['ss', '-lun'])).stdout, /\nUNCONN .*127\.0\.0\.1:53 /);
    assert.match((await listening().exec(['netstat', '-ltn'])).stdout, /\ntcp {8}0 {6}0 0\.0\.0\.0:8080 .*LISTEN\n/);
  });

  it('E13 a NodePort has no socket', async () => {
    const setting = shellSetting();
    setting.clusterState.service('np', {
      clusterIP: '10.96.9.9',
      type: 'NodePort',
      ports: [{ port: 80, nodePort: 30123 }],
    });
    assert.doesNotMatch((await setting.exec(['ss', '-ltn'])).stdout, /30123/);
  });

  it('show the address of the pod', async () => {
    assert.match(
      (await shellSetting().exec(['ip', '-4', 'addr', 'show', 'eth0'])).stdout,
      /^2: eth0[^\n]*\n.*\n? *inet 10\.244\.1\.9\/24 /,
    );
    assert.match((await shellSetting().exec(['ip', 'route'])).stdout, /^default via 10\.244\.1\.1 dev eth0 \n/);
    assert.match((await shellSetting().exec(['ip', 'a', 's', 'lo'])).stdout, /inet 127\.0\.0\.1\/8 scope host lo/);
  });
});
