import assert from 'node:assert/strict';
import { answers, cluster, pass } from '../support/images.ts';

describe('userlands', () => {
  for (const [image, container, url, expected] of [
    [
      'busybox:1.36',
      { command: ['sh', '-c', 'mkdir /www; hostname > /www/index.html; httpd -f -p 8080 -h /www'] },
      'http://10.244.1.20:8080',
      'pod\n',
    ],
    [
      'busybox',
      { args: ['sh', '-c', 'while true; do printf "HTTP/1.1 200 OK\\r\\n\\r\\n$(hostname)" | nc -l -p 8080; done'] },
      'http://10.244.1.20:8080',
      'pod',
    ],
  ] as const)
    it(`${image} ${JSON.stringify(container)}`, () => answers(image, container, url, expected));

  it('curl as an image runs curl', async () => {
    const setting = cluster();
    const { logs, exits } = setting.start('pod', '10.244.1.20', {
      image: 'curlimages/curl',
      args: ['-s', 'http://10.244.1.9:8080'],
    });
    await pass(setting.clusterState, 10);
    assert.deepEqual([logs, exits], [["You've hit client"], [0]]);
  });
});
