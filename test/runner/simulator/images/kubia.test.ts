import assert from 'node:assert/strict';
import { answers, cluster } from '../support/images.ts';

describe('kubia (C12)', () => {
  for (const [image, container, url, expected] of [
    ['luksa/kubia', {}, 'http://10.244.1.20:8080/any/path', "You've hit pod\n"],
  ] as const)
    it(`${image} ${JSON.stringify(container)}`, () => answers(image, container, url, expected));

  it('kubia logs who asked, as an IPv6 socket sees IPv4 clients', async () => {
    const setting = cluster();
    const { logs } = setting.start('pod', '10.244.1.20', { image: 'luksa/kubia' });
    await setting.curl('http://10.244.1.20:8080');
    assert.deepEqual(logs, ['Kubia server starting...', 'Received request from ::ffff:10.244.1.9']);
  });

  it('kubia-unhealthy answers five times and then 500', async () => {
    const setting = cluster();
    setting.start('pod', '10.244.1.20', { image: 'luksa/kubia-unhealthy' });
    const url = 'http://10.244.1.20:8080';
    const codes = await setting.curl('-o', '/dev/null', '-w', '%{http_code} ', url, url, url, url, url, url);
    assert.match(codes, /^200 /);
    assert.equal(await setting.curl('-o', '/dev/null', '-w', '%{http_code}', url), '500');
  });
});
