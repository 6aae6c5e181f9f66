import assert from 'node:assert/strict';
import { answers, cluster } from '../../support/images.ts';

describe('agnhost netexec (C12)', () => {
  for (const [image, container, url, expected] of [
    ['registry.k8s.io/e2e-test-images/agnhost:2.56', { args: ['netexec'] }, 'http://10.244.1.20:8080/hostname', 'pod'],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { args: ['netexec', '--http-port=80'] },
      'http://10.244.1.20/hostName',
      'pod',
    ],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { args: ['netexec'] },
      'http://10.244.1.20:8080/echo?msg=a%20b',
      'a b',
    ],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { args: ['netexec'] },
      'http://10.244.1.20:8080/header?key=user-agent',
      'curl/7.88.1',
    ],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { args: ['netexec'] },
      'http://10.244.1.20:8080/serverport',
      '8080',
    ],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { args: ['netexec'] },
      'http://10.244.1.20:8080/shell?cmd=echo%20hi%20%26%26%20exit%203',
      '{"error":"exit status 3","output":"hi\\n"}',
    ],
  ] as const)
    it(`${image} ${JSON.stringify(container)}`, () => answers(image, container, url, expected));

  it('/healthz never holds without a UDP server', async () => {
    const image = 'registry.k8s.io/e2e-test-images/agnhost:2.56';
    const setting = cluster();
    setting.start('pod', '10.244.1.20', { image, args: ['netexec'] });
    setting.start('deaf', '10.244.1.21', { image, args: ['netexec', '--udp-port=-1'] });
    const status = (ip: string) => setting.curl('-o', '/dev/null', '-w', '%{http_code}', `http://${ip}:8080/healthz`);
    assert.deepEqual([await status('10.244.1.20'), await status('10.244.1.21')], ['200', '412']);
  });

  it('B57 /clientip is address and port of the client', async () => {
    const setting = cluster();
    setting.start('pod', '10.244.1.20', { image: 'registry.k8s.io/e2e-test-images/agnhost:2.56', args: ['netexec'] });
    assert.match(await setting.curl('http://10.244.1.20:8080/clientip'), /^10\.244\.1\.9:\d{5}$/);
  });
});
