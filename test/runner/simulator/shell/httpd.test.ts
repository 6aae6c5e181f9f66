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

  it('listens where it is told to', async () => {
    const { sh, listeners } = shellSetting({ flavour: 'busybox', files: { '/www/index.html': 'home' } });
    const { stdout } = await sh('httpd -p 127.0.0.1:8000 -h /www; httpd -p 0.0.0.0:8001; wget -qO- 127.0.0.1:8000');
    assert.equal(stdout, 'home');
    assert.deepEqual(
      listeners.map(({ port, address }) => [port, address]),
      [
        [8000, '127.0.0.1'],
        [8001, '0.0.0.0'],
      ],
    );
  });
});
