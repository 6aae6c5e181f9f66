import assert from 'node:assert/strict';
import { cluster } from '../../support/images.ts';

describe("agnhost's datagram server", () => {
  for (const [sent, expected] of [
    ['hostname', /^pod$/],
    ['HostName\\n', /^pod$/],
    ['echo a b', /^a b$/],
    ['clientip', /^10\.244\.1\.9:\d+$/],
    ['serverport', /^8081$/],
    ['nonsense', /^$/],
  ] as const)
    it(`${sent}: ${expected}`, async () => {
      const setting = cluster();
      setting.start('pod', '10.244.1.20', { image: 'registry.k8s.io/e2e-test-images/agnhost:2.56', args: ['netexec'] });
      const { stdout } = await setting.exec(setting.client.running, [
        'sh',
        '-c',
        `printf '${sent}' | nc -u -w 1 10.244.1.20 8081`,
      ]);
      assert.match(stdout, expected);
    });
});
