import assert from 'node:assert/strict';
import { cluster } from '../support/images.ts';

const ask = async (text: string, port = 11211, args: string[] = []): Promise<string> => {
  const setting = cluster();
  setting.start('pod', '10.244.1.20', { image: 'memcached:1.6', ...(args.length > 0 && { args }) });
  const { stdout } = await setting.exec(setting.client.running, [
    'sh',
    '-c',
    `printf '${text.replaceAll('\r\n', '\\r\\n')}' | nc -w 1 10.244.1.20 ${port}`,
  ]);
  return stdout;
};

describe('image memcached', () => {
  it('stores, returns and deletes a value', async () =>
    assert.equal(
      await ask('set a 7 0 5\r\nhello\r\nget a\r\ndelete a\r\nget a\r\ndelete a\r\n'),
      'STORED\r\nVALUE a 7 5\r\nhello\r\nEND\r\nDELETED\r\nEND\r\nNOT_FOUND\r\n',
    ));

  it('tells its version and statistics', async () => {
    assert.match(await ask('version\r\n'), /^VERSION \d+\.\d+\.\d+\r\n$/);
    assert.match(await ask('stats\r\n'), /STAT curr_items 0\r\nEND\r\n$/);
  });

  it('answers ERROR to what is no command, such as HTTP', async () =>
    assert.match(await ask('GET / HTTP/1.1\r\n'), /^ERROR\r\n/));

  it('listens on another port with -p', async () =>
    assert.match(await ask('version\r\n', 11311, ['memcached', '-p', '11311']), /^VERSION/));
});
