import assert from 'node:assert/strict';
import { shellSetting } from '../support/shell.ts';

describe('httpd', () => {
  it('httpd serves a directory', async () => {
    const setting = shellSetting({ flavour: 'busybox', files: { '/www/index.html': 'home', '/www/a b.txt': 'text' } });
    const { stdout } = await setting.sh(
      'httpd -p 8000 -h /www; wget -qO- 127.0.0.1:8000; wget -qO- 127.0.0.1:8000/a%20b.txt; wget -qO- 127.0.0.1:8000/../etc/hosts || echo no',
    );
    assert.equal(stdout, 'hometextno\n');
  });

  it('httpd listens at one address alone if it is told so', async () => {
    const { listeners, sh } = shellSetting({ flavour: 'busybox' });
    await sh('httpd -p 127.0.0.1:8000; httpd -p 8001');
    assert.deepEqual(
      listeners.map(({ address, port }) => [address, port]),
      [
        ['127.0.0.1', 8000],
        ['0.0.0.0', 8001],
      ],
    );
  });
});
