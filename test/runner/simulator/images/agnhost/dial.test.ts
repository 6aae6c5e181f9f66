import assert from 'node:assert/strict';
import { cluster } from '../../support/images.ts';

describe('agnhost /dial', () => {
  it('/dial asks others and lists answers and errors', async () => {
    const setting = cluster();
    const image = 'registry.k8s.io/e2e-test-images/agnhost:2.56';
    setting.start('first', '10.244.1.20', { image, args: ['netexec'] });
    setting.start('second', '10.244.1.21', { image, args: ['netexec'] });
    const dial = (query: string) => setting.curl(`http://10.244.1.20:8080/dial?${query}`);
    assert.equal(
      await dial('host=10.244.1.21&port=8080&request=hostname&tries=2'),
      '{"responses":["second","second"]}',
    );
    assert.equal(await dial('host=10.244.1.21&port=8081&protocol=udp&request=hostname'), '{"responses":["second"]}');
    assert.equal(
      await dial('host=10.244.1.21&port=99&request=hostname'),
      '{"errors":["Get \\"http://10.244.1.21:99/hostname\\": dial tcp 10.244.1.21:99: connect: connection refused"]}',
    );
    assert.match(await dial('host=nope&port=80&request=x'), /^host and\/or port param are invalid/);
  });
});
