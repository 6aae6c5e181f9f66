import assert from 'node:assert/strict';
import { cluster } from '../support/images.ts';

describe('nginx', () => {
  it('nginx serves its directory, logs and knows what is missing', async () => {
    const setting = cluster();
    const { running, logs } = setting.start('pod', '10.244.1.20', { image: 'nginx:1.27-alpine' });
    assert.match(await setting.curl('http://10.244.1.20'), /<title>Welcome to nginx!<\/title>/);
    await setting.exec(running, ['sh', '-c', 'echo changed > /usr/share/nginx/html/index.html']);
    assert.equal(await setting.curl('http://10.244.1.20/'), 'changed\n');
    assert.match(
      await setting.curl('-i', 'http://10.244.1.20/x'),
      /^HTTP\/1\.1 404 Not Found\r\n[\s\S]*<center>nginx\/1\.27\.5<\/center>/,
    );
    assert.match(
      logs.at(-1) ?? '',
      /^10\.244\.1\.9 - - \[01\/Jan\/1970:00:16:\d\d \+0000\] "GET \/x HTTP\/1\.1" 404 \d+ "-" "curl\/7\.88\.1" "-"$/,
    );
  });
});
