import assert from 'node:assert/strict';
import type { DescribedImage } from '../../../../runner/simulator/images/described.ts';
import { cluster, pass } from '../support/images.ts';

describe('images that a user describes (simulated-images)', () => {
  const described = (more: Partial<DescribedImage>): DescribedImage => ({ image: 'shop/web', shell: 'none', ...more });
  const http = { port: 8080, protocol: 'http', address: '0.0.0.0' } as const;

  it('answers by path, with what is filled in', async () => {
    const answers = [
      { path: '/healthz', status: 503, body: 'no' },
      {
        path: '/api/*',
        status: 200,
        body: '${hostname} ${ip} ${client} ${env.MISSING}${nope}',
        headers: { 'X-Shop': '1' },
      },
    ];
    const setting = cluster([described({ ports: [{ ...http, answers }] })]);
    setting.start('pod', '10.244.1.20', { image: 'shop/web:1' });
    const status = ['-w', ' %{http_code} %header{x-shop}'];
    assert.equal(await setting.curl(...status, 'http://10.244.1.20:8080/healthz'), 'no 503 ');
    assert.equal(
      await setting.curl(...status, 'http://10.244.1.20:8080/api/x'),
      'pod 10.244.1.20 10.244.1.9 ${nope} 200 1',
    );
    assert.match(await setting.curl(...status, 'http://10.244.1.20:8080/else'), / 404 $/);
  });

  it('opens its sockets later, answers late and ends by itself', async () => {
    const setting = cluster([
      described({
        ports: [{ ...http, delay: '2s' }],
        'ready-after': '5s',
        exit: { code: 7, after: '60s' },
        log: ['starting'],
      }),
    ]);
    const { running, exits, logs } = setting.start('pod', '10.244.1.20', { image: 'shop/web' });
    assert.deepEqual([running.listeners.length, logs], [0, ['starting']]);
    await pass(setting.world, 6_000);
    assert.equal(await setting.curl('-w', '%{time_total}', 'http://10.244.1.20:8080'), "You've hit pod\n2.000000");
    await pass(setting.world, 60_000);
    assert.deepEqual(exits, [7]);
  });

  it('goes before an image of the catalogue, and may have no program at all', async () => {
    const setting = cluster([described({ image: 'luksa/kubia' })]);
    assert.match(JSON.stringify((await setting.exec(setting.client.running, ['curl'])).outcome), /missing/);
  });

  it('a tcp port sends back its text', async () => {
    const setting = cluster([
      described({
        shell: 'debian',
        ports: [{ port: 9000, protocol: 'tcp', address: '0.0.0.0', text: 'got ${input}' }],
      }),
    ]);
    const { running } = setting.start('pod', '10.244.1.20', { image: 'shop/web' });
    assert.equal((await setting.exec(running, ['sh', '-c', 'printf hi | nc -w 1 127.0.0.1 9000'])).stdout, 'got hi');
  });
});
