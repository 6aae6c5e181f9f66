import assert from 'node:assert/strict';
import { answers, cluster } from '../support/images.ts';

describe('images that echo', () => {
  for (const [image, container, url, expected] of [
    ['hashicorp/http-echo', { args: ['-text=hello', '-listen=:8080'] }, 'http://10.244.1.20:8080', 'hello\n'],
    [
      'gcr.io/google-samples/hello-app:1.0',
      {},
      'http://10.244.1.20:8080',
      'Hello, world!\nVersion: 1.0.0\nHostname: pod\n',
    ],
  ] as const)
    it(`${image} ${JSON.stringify(container)}`, () => answers(image, container, url, expected));

  it('whoami tells what was asked', async () => {
    const setting = cluster();
    setting.start('pod', '10.244.1.20', { image: 'traefik/whoami' });
    const answer = await setting.curl('-H', 'X-Test: 1', 'http://10.244.1.20/p');
    assert.match(
      answer,
      /^Hostname: pod\nIP: 127\.0\.0\.1\nIP: 10\.244\.1\.20\nRemoteAddr: 10\.244\.1\.9:\d+\nGET \/p HTTP\/1\.1\nHost: 10\.244\.1\.20\nUser-Agent: curl\/7\.88\.1\nAccept: \*\/\*\nX-Test: 1\n\n$/,
    );
  });

  it('a TCP server answers by lines, and is no HTTP server', async () => {
    const setting = cluster();
    setting.start('pod', '10.244.1.20', { image: 'redis:7' });
    const { stdout } = await setting.exec(setting.client.running, [
      'sh',
      '-c',
      "printf 'PING\\r\\nSET a 1\\r\\nGET a\\r\\n' | nc -w 1 10.244.1.20 6379",
    ]);
    assert.equal(stdout, '+PONG\r\n+OK\r\n$1\r\n1\r\n');
    const http = await setting.exec(setting.client.running, ['curl', '-sS', 'http://10.244.1.20:6379']);
    assert.deepEqual(http.outcome, { code: 1 });
  });
});
